import { words } from '@/app/_words'
import { Button } from '../ui/button'

/** Says why nothing can be written, and how that ends. */
export function TrashedBanner({ owner, onTakeBack }: { owner: boolean; onTakeBack: () => void }) {
  return (
    <div
      role="note"
      className="no-print mx-4 mt-4 flex flex-wrap items-center gap-2 rounded-lg border border-past-line bg-past px-4 py-2 text-sm text-past-ink sm:mx-0"
    >
      <span className="flex-1">{owner ? words.document.trashedBanner : words.document.trashedBannerOther}</span>
      {owner && (
        <Button look="framed" onClick={onTakeBack}>
          {words.document.takeBack}
        </Button>
      )}
    </div>
  )
}
