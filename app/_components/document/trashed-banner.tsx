import { words } from '@/app/_words'
import { Button } from '../ui/button'
import { Banner } from './banner'

/** Says why nothing can be written, and how that ends. */
export function TrashedBanner({ owner, onTakeBack }: { owner: boolean; onTakeBack: () => void }) {
  return (
    <Banner>
      <span className="flex-1">{owner ? words.document.trashedBanner : words.document.trashedBannerOther}</span>
      {owner && (
        <Button look="framed" onClick={onTakeBack}>
          {words.document.takeBack}
        </Button>
      )}
    </Banner>
  )
}
