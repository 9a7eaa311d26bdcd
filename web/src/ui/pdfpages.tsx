import * as pdfjs from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { useCallback, useEffect, useRef, useState } from 'react';
import { troubleOf } from '../api/client.ts';
import { useKey } from '../lib/keys.ts';
import { language } from '../lib/settings.ts';
import { common } from '../text/common.ts';
import { words } from '../text/words.ts';
import { IconButton } from './button.tsx';
import { Progress, type Trouble, TroubleNote } from './states.tsx';

pdfjs.GlobalWorkerOptions.workerSrc = workerUrl;
// Fonts that PDFs may leave out, and decoders of scans in plain JavaScript: the policy of the page runs no WebAssembly.
const assets = '/assets/pdfjs/';

const say = words({
  page: ['Trang {n} trên {all}', 'Page {n} of {all}'],
  bigger: ['Phóng to', 'Zoom in'],
  smaller: ['Thu nhỏ', 'Zoom out'],
  fit: ['Vừa bề ngang', 'Fit the width'],
  loading: ['Đang mở văn bản', 'Opening the document'],
  pages: ['Các trang của {name}', 'Pages of {name}'],
  full: ['Xem riêng', 'Open alone'],
  broken: ['Không hiển thị được tệp PDF này.', 'This PDF cannot be shown.'],
  broken_fix: ['Tải tệp về và mở bằng phần mềm đọc PDF trên máy.', 'Download it and open it in a PDF reader.'],
});

const steps = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];

// The pages of one PDF, drawn as they come into sight, with their text selectable.
export default function PdfPages({ url, name, download = true }: { url: string; name: string; download?: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const [file, setFile] = useState<pdfjs.PDFDocumentProxy | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [loaded, setLoaded] = useState<number | null>(null);
  const [zoom, setZoom] = useState(1);
  const [width, setWidth] = useState(0);
  const [page, setPage] = useState(1);
  const [sizes, setSizes] = useState<{ width: number; height: number }[]>([]);

  useEffect(() => {
    const task = pdfjs.getDocument({
      url,
      withCredentials: true,
      useWasm: false,
      wasmUrl: `${assets}wasm/`,
      standardFontDataUrl: `${assets}standard_fonts/`,
      enableXfa: false,
      httpHeaders: { 'Accept-Language': language.get() },
      stopAtErrors: false,
    });
    let dropped = false;
    task.onProgress = ({ loaded: done, total }: { loaded: number; total: number }) =>
      !dropped && total > 0 && setLoaded(done / total);
    task.promise
      .then(async (opened) => {
        const first = (await opened.getPage(1)).getViewport({ scale: 1 });
        if (dropped) return;
        setSizes(Array.from({ length: opened.numPages }, () => ({ width: first.width, height: first.height })));
        setFile(opened);
      })
      .catch(async (error: unknown) => {
        if (dropped) return;
        const answer = await refusal(url, error);
        if (!dropped) setTrouble(answer);
      });
    return () => {
      dropped = true;
      void task.destroy();
    };
  }, [url]);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const watch = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  const step = useCallback((by: number) => {
    setZoom((old) => {
      const at = steps.findIndex((one) => one >= old);
      return steps[Math.max(0, Math.min(steps.length - 1, at + by))] ?? 1;
    });
  }, []);
  useKey('+', say('bigger'), () => step(1));
  useKey('-', say('smaller'), () => step(-1));
  useKey('0', say('fit'), () => setZoom(1));

  const noteSize = useCallback((at: number, size: { width: number; height: number }) => {
    setSizes((old) => {
      const was = old[at];
      return was && was.width === size.width && was.height === size.height ? old : old.with(at, size);
    });
  }, []);

  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    const middle = element.scrollTop + element.clientHeight / 3;
    const pages = [...element.querySelectorAll<HTMLElement>('.pdf-page')];
    setPage(pages.findLastIndex((one) => one.offsetTop <= middle) + 1 || 1);
  };

  return (
    <div className="pdf">
      <div className="pdf-bar">
        <span className="pdf-name" title={name}>
          {name}
        </span>
        <span className="faint nobr small">{file ? say('page', { n: page, all: file.numPages }) : ''}</span>
        <IconButton small icon="minus" label={say('smaller')} onPress={() => step(-1)} isDisabled={!file} />
        <button type="button" className="pdf-zoom" onClick={() => setZoom(1)} title={say('fit')}>
          {Math.round(zoom * 100)}%
        </button>
        <IconButton small icon="plus" label={say('bigger')} onPress={() => step(1)} isDisabled={!file} />
        {download && (
          <a
            className="button button-plain button-icon button-small"
            href={url}
            download={name}
            aria-label={`${common('download')}: ${name}`}
            title={common('download')}
          >
            <svg className="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
              <path
                d="M8 2.500v7.500M4.800 7.200L8 10.300l3.200-3.100M3 13.300h10"
                fill="none"
                stroke="currentColor"
                strokeWidth="1.25"
                strokeLinecap="round"
                strokeLinejoin="round"
              />
            </svg>
          </a>
        )}
      </div>
      <section
        className="pdf-scroll scroll"
        ref={box}
        onScroll={onScroll}
        tabIndex={0}
        aria-label={say('pages', { name })}
      >
        {trouble && <TroubleNote trouble={trouble} />}
        {!file && !trouble && (
          <div className="pdf-opening">
            <Progress value={loaded} label={say('loading')} />
          </div>
        )}
        {file &&
          width > 0 &&
          sizes.map((one, at) => (
            <Page
              key={at}
              file={file}
              at={at}
              size={one}
              width={Math.min(Math.max(width - 24, 240), 900) * zoom}
              onSize={noteSize}
            />
          ))}
      </section>
    </div>
  );
}

type PageProps = {
  file: pdfjs.PDFDocumentProxy;
  at: number;
  size: { width: number; height: number };
  width: number;
  onSize: (at: number, size: { width: number; height: number }) => void;
};

function Page({ file, at, size, width, onSize }: PageProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(at < 2);
  const scale = width / size.width;

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const watch = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      rootMargin: '600px 0px',
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  useEffect(() => {
    if (!near) return;
    let dropped = false;
    let drawing: pdfjs.RenderTask | null = null;
    let layer: pdfjs.TextLayer | null = null;
    void file
      .getPage(at + 1)
      .then(async (page) => {
        const sheet = canvas.current;
        const plain = page.getViewport({ scale: 1 });
        onSize(at, { width: plain.width, height: plain.height });
        if (dropped || !sheet) return;
        const viewport = page.getViewport({ scale: width / plain.width });
        const dots = Math.min(devicePixelRatio, 2.5);
        sheet.width = Math.floor(viewport.width * dots);
        sheet.height = Math.floor(viewport.height * dots);
        drawing = page.render({
          canvas: sheet,
          viewport,
          transform: dots === 1 ? undefined : [dots, 0, 0, dots, 0, 0],
        });
        await drawing.promise;
        if (dropped || !text.current) return;
        text.current.replaceChildren();
        layer = new pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container: text.current, viewport });
        await layer.render();
      })
      .catch((error: unknown) => {
        if (!dropped) console.error(error);
      });
    return () => {
      dropped = true;
      drawing?.cancel();
      layer?.cancel();
    };
  }, [file, at, near, width, onSize]);

  return (
    <div
      ref={frame}
      className="pdf-page"
      style={{
        width,
        height: size.height * scale,
        ['--total-scale-factor' as string]: scale,
        ['--scale-factor' as string]: scale,
      }}
    >
      {near && <canvas ref={canvas} className="pdf-canvas" aria-hidden="true" />}
      {near && <div ref={text} className="textLayer" />}
    </div>
  );
}

// pdf.js says only "unexpected response"; the server's own words are better, so they are asked for.
async function refusal(url: string, error: unknown): Promise<Trouble> {
  try {
    const answer = await fetch(url, {
      credentials: 'same-origin',
      headers: { Range: 'bytes=0-0', 'Accept-Language': language.get() },
    });
    if (!answer.ok) return await troubleOf(answer);
  } catch {
    // The line is down: the general sentence below stands.
  }
  console.error(error);
  return { what: say('broken'), fix: say('broken_fix') };
}
