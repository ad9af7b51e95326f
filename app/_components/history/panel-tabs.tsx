import { Tabs } from '@base-ui/react/tabs'
import { memo, type ReactNode } from 'react'
import { words } from '@/app/_words'
import { type Panel, SidePanel } from './side-panel'

export const tabs = ['changes', 'who', 'compare', 'search'] as const
export type Tab = (typeof tabs)[number]

const tabClass =
  'min-h-9 rounded-md px-1.5 text-sm whitespace-nowrap text-ink-soft hover:bg-hover data-active:bg-hover data-active:font-semibold data-active:text-ink focus-visible:-outline-offset-2 max-sm:min-h-10'

/** What's told about the past, one thing at a time: drawn anew only when that's another. */
export const PanelTabs = memo(function PanelTabs({
  panel,
  tab,
  onTab,
  children,
}: {
  panel: Panel
  tab: Tab
  onTab: (tab: Tab) => void
  /** Of the tab that's chosen. */
  children: ReactNode
}) {
  return (
    <Tabs.Root value={tab} onValueChange={value => onTab(value as Tab)} render={<div className="contents" />}>
      <SidePanel
        panel={panel}
        title={words.past.panel}
        header={
          <Tabs.List
            activateOnFocus
            className="-ms-1 flex min-w-0 flex-1 overflow-x-auto [scrollbar-width:none] max-sm:gap-1"
          >
            {tabs.map(each => (
              <Tabs.Tab key={each} value={each} className={tabClass}>
                {words.past.tabs[each]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        }
      >
        {tabs.map(each => (
          <Tabs.Panel key={each} value={each} tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
            {each === tab && children}
          </Tabs.Panel>
        ))}
      </SidePanel>
    </Tabs.Root>
  )
})
