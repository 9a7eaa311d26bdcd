import { Component, type ReactNode } from 'react';
import { words } from '../text/words.ts';
import { Button } from './button.tsx';
import { TroubleNote } from './states.tsx';

const say = words({
  broken: ['Màn hình này dừng vì một lỗi của chương trình.', 'This screen stopped because of a fault in the program.'],
  fix: [
    'Tải lại trang; nội dung đang nhập được giữ. Nếu lặp lại, báo quản trị hệ thống kèm giờ xảy ra.',
    'Reload the page; what was typed is kept. If it happens again, tell the administrator with the time.',
  ],
  reload: ['Tải lại trang', 'Reload the page'],
});

// A fault in one screen is told on that screen; the others go on.
export class Guard extends Component<{ place: string; children: ReactNode }, { failed: string | null }> {
  override state: { failed: string | null } = { failed: null };

  static getDerivedStateFromError(error: unknown): { failed: string } {
    return { failed: error instanceof Error ? error.message : String(error) };
  }

  override componentDidUpdate(before: { place: string }): void {
    if (before.place !== this.props.place && this.state.failed !== null) this.setState({ failed: null });
  }

  override render(): ReactNode {
    if (this.state.failed === null) return this.props.children;
    return (
      <div className="lonely">
        <div className="stack">
          <TroubleNote trouble={{ what: say('broken'), fix: say('fix'), code: this.state.failed }} />
          <div>
            <Button kind="primary" label={say('reload')} onPress={() => location.reload()} />
          </div>
        </div>
      </div>
    );
  }
}
