import { useEffect } from 'react';
import { Link } from 'react-router';
import { type Theme, theme } from '../lib/settings.ts';
import { useCell } from '../lib/store.ts';
import { ChoiceField } from '../ui/field.tsx';
import { Buttons, Chips, Colours, Type } from './basics.tsx';
import { Rows, Story, Tables, Verdicts } from './documents.tsx';
import { Choosing, Fields, Files } from './forms.tsx';
import { Banners, Floating, States } from './states.tsx';
import '../style/gallery.css';

export default function Gallery() {
  const look = useCell(theme);
  useEffect(() => {
    document.title = 'Bộ thành phần · Công văn';
  }, []);
  return (
    <main className="gallery scroll" tabIndex={-1}>
      <header className="gallery-head">
        <h1>Bộ thành phần</h1>
        <span className="quiet">Mỗi thành phần trong mọi trạng thái; màn hình chỉ dùng những gì có ở đây.</span>
        <span className="push">
          <ChoiceField
            label="Nền"
            value={look}
            onChange={(value) => theme.set(value as Theme)}
            options={[
              { id: 'auto', name: 'Theo máy' },
              { id: 'light', name: 'Sáng' },
              { id: 'dark', name: 'Tối' },
            ]}
          />
        </span>
        <Link to="/">Về hệ thống</Link>
      </header>
      <Colours />
      <Type />
      <Buttons />
      <Chips />
      <Fields />
      <Choosing />
      <Files />
      <Rows />
      <Tables />
      <Verdicts />
      <Story />
      <States />
      <Floating />
      <Banners />
    </main>
  );
}
