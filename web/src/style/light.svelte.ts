// Whether pages are light or dark: as the system says, or as the reader chose in this browser.

export type Choice = "system" | "light" | "dark";
const KEY = "trucewatch.light";

class Light {
  choice: Choice = $state(kept());

  apply(): void {
    if (this.choice === "system") document.documentElement.removeAttribute("data-light");
    else document.documentElement.setAttribute("data-light", this.choice);
  }

  choose(choice: Choice): void {
    this.choice = choice;
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // A browser that keeps nothing shows the choice until the page is closed.
    }
    this.apply();
  }
}

function kept(): Choice {
  try {
    const choice = localStorage.getItem(KEY);
    return choice === "light" || choice === "dark" ? choice : "system";
  } catch {
    return "system";
  }
}

export const light = new Light();
