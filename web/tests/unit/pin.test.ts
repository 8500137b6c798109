/** Which PINs are taken. */
import { expect, it } from 'vitest'
import { isEasy, isPin } from '../../src/field/pin.ts'

it('takes six digits and nothing else', () => {
  expect(isPin('402817')).toBe(true)
  for (const text of ['40281', '4028177', '40281a', '４０２８１７']) expect(isPin(text), text).toBe(false)
})

it('refuses what everybody tries first', () => {
  for (const pin of ['111111', '123456', '654321', '121212', '123123']) expect(isEasy(pin), pin).toBe(true)
  for (const pin of ['402817', '135790', '112358']) expect(isEasy(pin), pin).toBe(false)
})
