// Moves the focus to the title of a page that was gone to, so that its title is read out; never on the first page.

class Arrivals {
  #first = true;

  at(title: HTMLElement): void {
    if (!this.#first) title.focus({ preventScroll: true });
    this.#first = false;
  }
}

export const arrivals = new Arrivals();
