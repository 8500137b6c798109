/** How a test presses, opens and reads on the page it works with. */

/** `at.page` is looked up at each call, since it is there only once the tests run. */
export const handsOf = (at) => ({
  button: (name, where = at.page) => where.getByRole('button', { name, exact: true }),
  dialog: (name) => at.page.getByRole('dialog', { name }),
  said: (text) => at.page.locator('.toast').getByText(text).waitFor(),
})
