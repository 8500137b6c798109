/** The screens that are looked at: name of the picture, address, heading, and what is done before. */
export const PICTURES = [
  ['overview', '#/?scheme=bhxh_tn', /^Tổng quan/],
  ['overview-below', '#/?scheme=bhyt', /^Tổng quan/, (page) => page.getByRole('heading', { name: 'Vì sao con số thay đổi' }).scrollIntoViewIfNeeded()],
  ['campaigns', '#/campaigns', 'Chiến dịch'],
  ['campaign', '#/campaigns/016f5ce6-6280-794c-a2c2-bb36e63066a7', /^Đợt 2/],
  ['campaign-below', '#/campaigns/016f5ce6-6280-7fd0-b62c-0f7cad8f1090', /^Đợt 1/, (page) => page.getByRole('heading', { name: 'Vướng mắc và cách trả lời' }).scrollIntoViewIfNeeded()],
  ['rows', '#/rows/snapshots?of=scheme%3Dbhyt', 'Số tham gia theo ngày'],
  ['events', '#/events', 'Sự kiện'],
  ['targets', '#/targets?scheme=bhxh_tn', 'Chỉ tiêu'],
  ['allocate', '#/targets?scheme=bhxh_tn', 'Chỉ tiêu', async (page) => {
    await page.getByRole('button', { name: 'Phân bổ', exact: true }).click()
    await page.getByRole('dialog').getByLabel(/^Phần của/).first().fill('90')
  }, (page) => page.keyboard.press('Escape')],
  ['partners', '#/partners', 'Tổ chức phối hợp'],
  ['documents', '#/documents', 'Văn bản'],
  ['media', '#/media', 'Truyền thông'],
  ['exports', '#/exports', 'Xuất số liệu'],
  ['overview-empty', '#/?scheme=bhtn', /^Tổng quan/],
  ['calendar', '#/events?view=calendar', 'Sự kiện'],
]
