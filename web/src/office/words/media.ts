/** Words of media outputs. */
import { words } from '../../lib/i18n/words.svelte.ts'

export const media = words(
  {
    title: 'Truyền thông',
    make: 'Ghi tin bài',
    changeTitle: 'Sửa tin bài',
    made: 'Đã ghi.',
    name: 'Tiêu đề',
    kind: 'Loại',
    publisher: 'Đơn vị đăng, phát',
    published: 'Ngày đăng, phát',
    count: 'Số lượng',
    countHelp: 'Ví dụ 12 bài, hơn 30 lượt phát.',
    doubt: 'Mức chắc chắn',
    noDay: 'chưa rõ ngày',
    empty: 'Chưa ghi tin bài nào ở địa bàn này.',
    whole: 'Tin bài ghi gộp nhiều lần phát có thời gian từ ngày đến ngày.',
  },
  {
    title: 'Media',
    make: 'Record an output',
    changeTitle: 'Change the output',
    made: 'Recorded.',
    name: 'Title',
    kind: 'Kind',
    publisher: 'Published by',
    published: 'Published on',
    count: 'How many',
    countHelp: 'For example 12 articles, more than 30 broadcasts.',
    doubt: 'How sure',
    noDay: 'day not known',
    empty: 'No media output is recorded in this area yet.',
    whole: 'Outputs recorded together span from a day to a day.',
  },
)
