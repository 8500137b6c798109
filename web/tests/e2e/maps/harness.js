/** A page with nothing but a map: the component as screens use it, with what the test hands it. */
import { mount, unmount } from 'svelte'
import '../../../src/lib/ui/tokens.css'
import AreaMap from '../../../src/lib/ui/maps/AreaMap.svelte'

let shown = null

globalThis.show = async (props) => {
  if (shown) await unmount(shown)
  const format = (value) => `${value.toLocaleString('vi-VN', { maximumFractionDigits: 1 })}\u00a0%`
  const figures = new Map(props.figures)
  shown = mount(AreaMap, { target: document.getElementById('app'), props: { ...props, figures, format, href: (id) => `#/${id}` } })
}
