import { words } from '../text/words.ts';

// Sentences around every screen.
export const say = words({
  lists: ['Danh sách công việc', 'Work lists'],
  skip: ['Đến nội dung', 'Skip to the content'],
  search: ['Tìm và lệnh', 'Search and commands'],
  down: [
    'Mất kết nối từ {time}. Nội dung đang xem có thể đã cũ; những gì đang nhập vẫn được giữ.',
    'Disconnected since {time}. What you see may be old; what you type is kept.',
  ],
  again: ['Đã nối lại lúc {time} và cập nhật mọi danh sách.', 'Reconnected at {time}; every list was read again.'],
  over: ['Phiên làm việc đã hết; những gì đang nhập vẫn được giữ.', 'The session is over; what you type is kept.'],
  live: ['Đang cập nhật trực tiếp', 'Live'],
  opening: ['Đang nối', 'Connecting'],
  demo: ['đồng hồ điều chỉnh', 'steered clock'],
  demo_plain: ['Hệ thống thử nghiệm', 'Demo system'],
  menu: ['{name}: cá nhân và tùy chọn', '{name}: account and options'],
  account: ['Hồ sơ cá nhân', 'My account'],
  english: ['English', 'Tiếng Việt'],
  theme_auto: ['Nền theo máy', 'Theme of the machine'],
  theme_light: ['Nền sáng', 'Light theme'],
  theme_dark: ['Nền tối', 'Dark theme'],
  keys: ['Phím của trang này', 'Keys of this page'],
  log_out: ['Đăng xuất', 'Log out'],
  compose: ['Soạn văn bản', 'New document'],
  go: ['Màn hình', 'Screen'],
  act: ['Việc trên trang', 'Act on this page'],
  document_out: ['Văn bản đi', 'Outgoing'],
  document_in: ['Văn bản đến', 'Incoming'],
  setting: ['Tùy chọn', 'Setting'],
  row_count: ['{name}: {n} văn bản', '{name}: {n} documents'],
});
