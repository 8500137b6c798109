/** Starts the field app, and the worker that lets it start without a network. */
import { mount } from 'svelte'
import '../lib/ui/tokens.css'
import './field.css'
import App from './App.svelte'
import { watchForUpdates } from './update.svelte.ts'

const target = document.getElementById('app')
if (!target) throw new Error('the page has no #app')
mount(App, { target })
if (import.meta.env.PROD) watchForUpdates()
