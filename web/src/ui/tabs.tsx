import { type ReactNode, useEffect, useRef } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';

export type TabItem = { id: string; name: string; count?: number | undefined; body: ReactNode };

export function Tabs({
  label,
  items,
  selected,
  onSelect,
}: {
  label: string;
  items: readonly TabItem[];
  selected: string;
  onSelect: (id: string) => void;
}) {
  const known = items.some((one) => one.id === selected) ? selected : (items[0]?.id ?? '');
  const box = useRef<HTMLDivElement>(null);
  // The chosen tab is seen whole, also where the tabs are wider than the screen.
  useEffect(() => {
    const list = box.current?.querySelector<HTMLElement>('.tab-list');
    const tab = list?.querySelector<HTMLElement>(`[data-key="${known}"]`);
    if (list && tab) list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
  }, [known]);
  return (
    <AriaTabs
      ref={box}
      className="tabs"
      selectedKey={known}
      onSelectionChange={(key) => onSelect(String(key))}
      keyboardActivation="manual"
    >
      <TabList className="tab-list" aria-label={label}>
        {items.map((one) => (
          <Tab key={one.id} id={one.id} className="tab">
            {one.name}
            {one.count !== undefined && one.count > 0 && <span className="tab-count">{one.count}</span>}
          </Tab>
        ))}
      </TabList>
      {items.map((one) => (
        <TabPanel key={one.id} id={one.id} className="tab-panel scroll">
          {one.body}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
