import { Bookmark, Ellipsis, Link, PencilLine, RotateCcw } from 'lucide-react'
import { words } from '@/app/_words'
import { IconButton } from '../../ui/button'
import { Menu, MenuItem } from '../../ui/menu'
import type { Mark } from '../moves'
import { labelOf } from '../river/marks'
import type { ListProps } from './changes'
import { useRowStop } from './row-stop'

/** A named version or a restore among the sessions. */
export function MarkRow({
  mark,
  controller,
  deeds,
  onChosen,
}: Pick<ListProps, 'controller' | 'deeds' | 'onChosen'> & { mark: Mark }) {
  const { revision } = mark
  const stop = useRowStop(`mark ${revision}`)
  const choose = () => {
    controller.pause()
    controller.seek(revision)
    onChosen()
  }
  return (
    <li className="flex items-center rounded-md hover:bg-hover">
      <button
        type="button"
        data-row
        {...stop}
        aria-label={labelOf(mark)}
        onClick={choose}
        className="flex min-h-8 min-w-0 flex-1 items-center gap-1.5 rounded-md ps-2 text-start text-sm text-past-ink [&_svg]:size-3.5 [&_svg]:shrink-0"
      >
        {'name' in mark ? <Bookmark aria-hidden className="fill-current" /> : <RotateCcw aria-hidden />}
        <span dir="auto" className="truncate font-medium">
          {'name' in mark ? mark.name : words.history.change.restored(mark.restoredFrom)}
        </span>
      </button>
      <Menu
        trigger={
          <IconButton
            tabIndex={stop.tabIndex}
            label={`${words.history.more}: ${labelOf(mark)}`}
            className="size-8! text-ink-soft! [&_svg]:size-4!"
          >
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem
          icon={<PencilLine />}
          disabled={!deeds.writable}
          onClick={() => {
            onChosen()
            deeds.onName(revision, deeds.nameOf(revision))
          }}
        >
          {'name' in mark ? words.history.rename : words.history.name}
        </MenuItem>
        <MenuItem icon={<Link />} onClick={() => deeds.onCopyLink(revision)}>
          {words.history.copyLink}
        </MenuItem>
      </Menu>
    </li>
  )
}
