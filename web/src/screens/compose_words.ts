import { words } from '../text/words.ts';

// Sentences of the form of a draft.
export const say = words({
  new: ['Soạn văn bản', 'New document'],
  edit: ['Sửa dự thảo', 'Edit the draft'],
  answering: ['Trả lời {notation} của {from}', 'Answers {notation} of {from}'],
  restored: ['Đây là nội dung soạn dở từ lần trước.', 'What was being written last time.'],
  discard: ['Bỏ, soạn lại', 'Discard'],
  discarded: ['Đã bỏ nội dung soạn dở.', 'The unfinished form was discarded.'],
  abstract_help: [
    'Nêu khái quát nội dung chủ yếu; hiện ở mọi danh sách và trong sổ.',
    'The main content in short; shown in every list and in the register.',
  ],
  abstract_missing: ['Ghi trích yếu.', 'Write the abstract.'],
  type_missing: ['Chọn loại văn bản.', 'Choose the type.'],
  recipients_missing: ['Chọn ít nhất một nơi nhận.', 'Choose at least one recipient.'],
  method_missing: ['Chọn cách ký.', 'Choose the signing method.'],
  signer_missing: ['Chọn người ký.', 'Choose the signer.'],
  method: ['Cách ký', 'Signing method'],
  answer_by_help: ['Để trống nếu không yêu cầu trả lời.', 'Leave empty if no answer is asked for.'],
  secrecy_refused: ['{text} ({clause})', '{text} ({clause})'],
  source: ['Tệp dự thảo', 'Draft file'],
  source_new: ['Tệp dự thảo cho bản mới', 'Draft file of a new version'],
  source_help: [
    '.docx, .doc, .odt, .rtf hoặc .pdf, đến 50 MB; được chuyển thành PDF khi lưu.',
    '.docx, .doc, .odt, .rtf or .pdf, up to 50 MB; turned into a PDF when saved.',
  ],
  source_missing: ['Chọn tệp dự thảo trước khi trình.', 'Choose the draft file before submitting.'],
  source_same: ['Để trống nếu giữ bản {n} đang có.', 'Leave empty to keep version {n}.'],
  attachments_help: [
    'Đến 60 tệp; đi cùng văn bản đến mọi nơi nhận.',
    'Up to 60 files; they travel with the document to every recipient.',
  ],
  attachments_need_source: [
    'Tệp kèm theo đi cùng một bản mới: chọn cả tệp dự thảo.',
    'Attachments belong to a new version: choose the draft file too.',
  ],
  still_moving: ['Đợi tải tệp lên xong.', 'Wait until the files are uploaded.'],
  save: ['Lưu dự thảo', 'Save the draft'],
  saved: ['Đã lưu dự thảo.', 'The draft was saved.'],
  submitted: ['Đã trình {name}.', 'Submitted to {name}.'],
  step_save: ['Đang lưu', 'Saving'],
  step_convert: ['Đang chuyển tệp dự thảo sang PDF', 'Turning the draft file into a PDF'],
  step_submit: ['Đang trình', 'Submitting'],
  profile: ['Theo {title}', 'Under {title}'],
  kept: ['Nội dung được giữ trên máy này cho đến khi lưu.', 'What is typed is kept on this machine until saved.'],
});
