'use client'

import { AlertDialog } from '@base-ui/react/alert-dialog'
import { words } from '@/app/_words'
import { Button } from './button'
import { popupClass } from './popup'

/** A question that must be answered before something happens. The safe answer has the focus. */
export function Confirm({
  open,
  onOpenChange,
  title,
  description,
  confirm,
  danger = false,
  onConfirm,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description: string
  confirm: string
  danger?: boolean
  onConfirm: () => void
}) {
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={backdropClass} />
        <AlertDialog.Popup className={dialogClass}>
          <AlertDialog.Title className="text-lg font-semibold text-balance break-words">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-sm text-pretty text-ink-soft">
            {description}
          </AlertDialog.Description>
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <AlertDialog.Close render={<Button look="framed">{words.app.cancel}</Button>} />
            <Button
              look={danger ? 'danger' : 'primary'}
              onClick={() => {
                onOpenChange(false)
                onConfirm()
              }}
            >
              {confirm}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}

export const backdropClass =
  'fixed inset-0 z-40 bg-shade transition-opacity data-starting-style:opacity-0 data-ending-style:opacity-0'
/** A dialog in which something is looked at. */
export const wideDialogClass = `${popupClass} fixed top-1/2 left-1/2 z-50 flex max-h-[min(46rem,calc(100dvh-2rem))] w-[min(46rem,calc(100vw-1rem))] -translate-x-1/2 -translate-y-1/2 flex-col p-5 max-sm:p-4`
export const dialogClass = `${popupClass} fixed top-1/2 left-1/2 z-50 w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 p-5`
