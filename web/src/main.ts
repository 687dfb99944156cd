// Starts the pages.
import { mount } from "svelte";
import App from "./App.svelte";
import "./style/base.css";
import { light } from "./style/light.svelte";

light.apply();
const target = document.getElementById("app");
if (!target) throw new Error("the page has no element `app`");
mount(App, { target });
