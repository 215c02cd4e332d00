/** Mounts the app on the host that the build was made for. */
import { host } from '#host'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import './styles/index.css'
import './components/controls.css'
import './components/breakpoint-dot.css'
import './components/pane-rows.css'

createApp(App, { host }).use(createPinia()).mount('#app')
