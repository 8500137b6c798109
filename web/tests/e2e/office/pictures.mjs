/** The screens that are looked at: name of the picture, address, heading, and what is done before. */
export const PICTURES = [
  ['overview', '#/?scheme=bhxh_tn', /^Tổng quan/],
  ['overview-below', '#/?scheme=bhyt', /^Tổng quan/, (page) => page.getByRole('heading', { name: 'Vì sao con số thay đổi' }).scrollIntoViewIfNeeded()],
  ['campaigns', '#/campaigns', 'Chiến dịch'],
  ['campaign', '#/campaigns/016f5ce6-6280-794c-a2c2-bb36e63066a7', /^Đợt 2/],
  ['campaign-below', '#/campaigns/016f5ce6-6280-7fd0-b62c-0f7cad8f1090', /^Đợt 1/, (page) => page.getByRole('heading', { name: 'Vướng mắc và cách trả lời' }).scrollIntoViewIfNeeded()],
  ['rows', '#/rows/snapshots?of=scheme%3Dbhyt', 'Số tham gia theo ngày'],
  ['events', '#/events', 'Sự kiện'],
  ['calendar', '#/events?view=calendar', 'Sự kiện'],
]
