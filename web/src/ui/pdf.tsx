import { lazy, Suspense } from 'react';
import { Waiting } from './states.tsx';

// pdf.js is fetched only when a page is to be shown.
const Pages = lazy(() => import('./pdfpages.tsx'));

export function PdfPane(props: { url: string; name: string; download?: boolean }) {
  return (
    <Suspense
      fallback={
        <div className="pdf">
          <Waiting rows={12} />
        </div>
      }
    >
      <Pages key={props.url} {...props} />
    </Suspense>
  );
}
