import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Confirm, Dialog } from '../ui/dialog.tsx';
import { LongTextField } from '../ui/field.tsx';
import { Icon } from '../ui/icons.tsx';
import { KeyHelp } from '../ui/keyhelp.tsx';
import { Palette } from '../ui/palette.tsx';
import { Empty, Notice, TroubleNote, Waiting } from '../ui/states.tsx';
import { announce } from '../ui/toast.tsx';
import { Block } from './block.tsx';
import { long, trouble } from './samples.ts';

export function States() {
  return (
    <Block title="Trống, chờ, lỗi, lưu ý">
      <Empty icon="incoming" title="Không có văn bản nào" act={<Button label="Xem văn bản đến" />}>
        Văn bản nơi khác gửi đến sẽ vào đây ngay khi đã kiểm tra chữ ký.
      </Empty>
      <Waiting rows={3} />
      <TroubleNote trouble={trouble} onRetry={() => undefined} />
      <Notice>Đây là nội dung soạn dở từ lần trước.</Notice>
      <Notice tone="accent" icon="answer">
        Trả lời 402/QĐ-UBND của Ủy ban nhân dân huyện B.
      </Notice>
      <Notice tone="amber" icon="question">
        Chữ ký: không đủ căn cứ. Đọc mục Kiểm tra trước khi tiếp nhận.
      </Notice>
      <Notice tone="red" icon="recall">
        Nơi gửi thu hồi văn bản này.
      </Notice>
      <Notice tone="green" icon="check">
        Mọi nơi nhận đã xác nhận.
      </Notice>
    </Block>
  );
}

export function Floating() {
  const [open, setOpen] = useState('');
  const close = () => setOpen('');
  return (
    <Block title="Hộp thoại, bảng lệnh, thông báo">
      <div className="across">
        <Button label="Hộp thoại" onPress={() => setOpen('dialog')} />
        <Button label="Xác nhận" onPress={() => setOpen('confirm')} />
        <Button kind="danger" label="Xác nhận có lý do" onPress={() => setOpen('danger')} />
        <Button label="Bảng lệnh" onPress={() => setOpen('palette')} />
        <Button label="Phím" onPress={() => setOpen('keys')} />
        <Button label="Thông báo" onPress={() => announce('Đã tiếp nhận, số đến 865.')} />
        <Button
          label="Thông báo hoàn tác được"
          onPress={() => announce('Đã bỏ nội dung soạn dở.', () => announce('Đã lấy lại.'))}
        />
      </div>
      <Dialog
        title="Hộp thoại"
        isOpen={open === 'dialog'}
        onClose={close}
        foot={<Button kind="primary" label="Đóng" onPress={close} />}
      >
        <p>Nội dung đọc được, không chặn gì khác.</p>
      </Dialog>
      <Confirm
        title="Phát hành 128/SNV-VP"
        consequence="Văn bản được gửi ngay đến 3 nơi nhận và không sửa được nữa; chỉ có thể thu hồi."
        clause="Điều 7.2"
        verb="Phát hành"
        icon="issue"
        isOpen={open === 'confirm'}
        onClose={close}
        onConfirm={close}
      />
      <Confirm
        title="Thu hồi 128/SNV-VP"
        kind="danger"
        consequence="Nơi chưa tiếp nhận thì văn bản bị rút, nơi đã tiếp nhận phải hủy và xác nhận. Việc thu hồi không thể hoàn tác."
        verb="Thu hồi"
        icon="recall"
        isOpen={open === 'danger'}
        onClose={close}
        onConfirm={close}
        trouble={trouble}
      >
        <LongTextField label="Lý do" required value="" onChange={() => undefined} most={1000} />
      </Confirm>
      <Palette
        isOpen={open === 'palette'}
        onClose={close}
        commands={[
          { id: 'a', name: 'Văn bản đến', group: 'Màn hình', icon: 'incoming', run: close },
          { id: 'b', name: 'Duyệt', group: 'Việc trên trang', keys: 'D', run: close },
          { id: 'c', name: '128/SNV-VP', note: long, group: 'Văn bản đi', icon: 'outgoing', run: close },
        ]}
      />
      <KeyHelp isOpen={open === 'keys'} onClose={close} />
    </Block>
  );
}

export function Banners() {
  return (
    <Block title="Dải báo" wide>
      <p className="banner banner-demo">
        <Icon name="clock" size={13} /> Hệ thống thử nghiệm · đồng hồ điều chỉnh: 20/11/2026 09:20
      </p>
      <p className="banner banner-down">
        <Icon name="offline" size={14} /> Mất kết nối từ 14:03. Nội dung đang xem có thể đã cũ; những gì đang nhập vẫn
        được giữ.
      </p>
      <p className="banner banner-again">
        <Icon name="check" size={14} /> Đã nối lại lúc 14:05 và cập nhật mọi danh sách.
      </p>
    </Block>
  );
}
