import type { LogRow } from '../../../shared/logs.ts';
import type { LogViewModel } from './log-view-model.ts';
import {
  type Anchor,
  anchorAround,
  anchorEndingAt,
  anchorShowing,
  compareAnchors,
  firstAnchor,
  moveAnchor,
  type RowSpace,
} from './plan-anchor.ts';
import { anchorAtFraction, fractionOf } from './plan-scrollbar.ts';
import { planWindow } from './plan-window.ts';

/** A row in the document; null = not read yet, shown as an empty line. */
export interface PlannedRow {
  readonly position: number;
  readonly row: LogRow | null;
}

/** What is in the document now, and where it stands. */
export interface ScrollPlan {
  readonly rows: readonly PlannedRow[];
  /** While the end is followed the last row stands at the bottom edge; else the row at `anchorIndex` has `offset` px above the top edge. */
  readonly following: boolean;
  readonly anchorIndex: number;
  readonly offset: number;
  readonly count: number;
  /** 0 to 1, for the scrollbar. */
  readonly fraction: number;
  /** Id of the row the keyboard is on; -1 = none. */
  readonly cursor: number;
}

/** Height of a mark with its margins, px: 26 and twice 2 (design.md). */
export const markHeight = 30;
/** Rows beyond both edges. Wrapped lines must have been measured before they come on screen: the wheel's usual step is 100 px. */
const overscan = { wrapped: 12, plain: 2 } as const;
/** How often a line that moves while it is gone to is looked for. */
const mostTries = 4;
/** Rows read beyond both edges before a line that moved is shown at its new place. */
const readAround = 12;
/** Heights of wrapped lines that are remembered; when there are more, all are measured anew as they come on screen. */
const mostHeights = 20_000;

const empty: ScrollPlan = { rows: [], following: true, anchorIndex: 0, offset: 0, count: 0, fraction: 1, cursor: -1 };

/**
 * Which rows of a view are on screen. Everything that moves them (wheel, keys, scrollbar, hits, late lines, filters) comes here and is
 * put together once per frame. Scrolling up stops following, reaching the end by scrolling resumes it.
 *
 * When rows change places (late lines, another filter) what is on screen stays until it is known where its first line is now: the
 * text under the reader's eyes does not move. Unknown rows have the height of a line.
 */
export class LineScroller {
  readonly #model: LogViewModel;
  readonly #frame: (callback: () => void) => () => void;
  readonly #listeners = new Set<() => void>();
  readonly #heights = new Map<number, number>();
  #plan = empty;
  #anchor: Anchor = firstAnchor;
  /** The line the reader put at the top edge; -1 while it has not been read. It stays theirs while a filter hides it. */
  #home = { id: -1, offset: 0 };
  #height = 0;
  #lineHeight = 18;
  #wrap = false;
  #cursor = { position: -1, id: -1 };
  #cancelFrame: (() => void) | null = null;
  #pending = 0;
  /** Counts the looks for a line that moved; only the newest may change anything. */
  #looks = 0;
  #looking = false;
  #lookAgain = false;

  /** `frame` calls back before the next paint, unless what it returned was called first. */
  constructor(model: LogViewModel, frame: (callback: () => void) => () => void) {
    this.#model = model;
    this.#frame = frame;
  }

  /** Obeys the model until the returned function is called. */
  connect(): () => void {
    const { slices } = this.#model;
    const stops = [
      slices.subscribe('rows', () => this.#later()),
      slices.subscribe('tail', () => this.#later()),
      slices.subscribe('follow', () => this.#followChanged()),
      slices.subscribe('moved', () => this.#rowsMoved()),
      slices.subscribe('reveal', () => void this.#reveal()),
    ];
    this.#later();
    return () => {
      for (const stop of stops) stop();
      this.#cancelFrame?.();
      this.#cancelFrame = null;
    };
  }

  /** What is on screen; the same object until something changes. */
  readonly plan = (): ScrollPlan => this.#plan;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Height of the screen and of a line in px, and whether lines are wrapped: heights are then measured as they come. */
  setLayout(height: number, lineHeight: number, wrap: boolean): void {
    if (height === this.#height && lineHeight === this.#lineHeight && wrap === this.#wrap) return;
    const paused = !this.#model.slices.get('follow').following;
    const inSight = paused && height < this.#height ? this.#cursorInSight() : -1;
    if (lineHeight !== this.#lineHeight || wrap !== this.#wrap) this.#heights.clear();
    this.#height = height;
    this.#lineHeight = lineHeight;
    this.#wrap = wrap;
    this.#model.setRowsOnScreen(Math.ceil(height / lineHeight) + 2);
    // The bar that says lines are paused comes with the first hit, and must not cover it when it is the last line.
    if (inSight >= 0) this.#jumpTo(anchorShowing(inSight, this.#currentAnchor(), this.#space()));
    this.#later();
  }

  /** Position of the cursor where it is on screen; -1 elsewhere. */
  #cursorInSight(): number {
    const { first, end } = planWindow(this.#currentAnchor(), this.#space(), 0);
    const position = this.cursorPosition();
    return position >= first && position < end ? position : -1;
  }

  /** Forgets measured heights: the width changed. */
  forgetHeights(): void {
    this.#heights.clear();
    this.#later();
  }

  /** What a wrapped line measures, px. */
  measured(id: number, height: number): void {
    if (!this.#wrap) return;
    if (this.#heights.size > mostHeights) this.#heights.clear();
    this.#heights.set(id, height);
  }

  /** Scrolls by px, down is positive. Sums up until the next frame. */
  scrollBy(px: number): void {
    this.#pending += px;
    this.#later();
  }

  /** Goes to a part of the whole, 0 to 1. */
  scrollToFraction(fraction: number): void {
    this.#model.follow(false);
    this.#pending = 0;
    this.#jumpTo(anchorAtFraction(fraction, this.#space()));
    if (fraction >= 1) this.#model.follow(true);
    this.#later();
  }

  toStart(): void {
    this.#model.follow(false);
    this.#jumpTo(firstAnchor);
    this.#setCursor(0);
    this.#later();
  }

  /** The end, and follows it. */
  toEnd(): void {
    this.#cursor = { position: -1, id: -1 };
    this.#model.follow(true);
    this.#later();
  }

  /** Puts the cursor on a row, without scrolling. */
  putCursor(position: number, id: number): void {
    this.#cursor = { position, id };
    this.#later();
  }

  /** Has the cursor's row on screen: what stood below it, or the screen's height, changed. */
  showCursor(): void {
    const position = this.cursorPosition();
    if (position < 0) return;
    this.#leaveEnd();
    this.#jumpTo(anchorShowing(position, this.#anchor, this.#space()));
    this.#later();
  }

  /** Moves the cursor by rows and has it on screen. Below the last row it is the end that is followed. */
  moveCursor(rows: number): void {
    const { count } = this.#space();
    if (count === 0) return;
    const start = this.#cursorStart(rows);
    const target = start + rows;
    if (target >= count && rows > 0) {
      this.toEnd();
      return;
    }
    this.#leaveEnd();
    const position = Math.max(0, Math.min(count - 1, target));
    this.#setCursor(position);
    this.#jumpTo(anchorShowing(position, this.#anchor, this.#space()));
    this.#later();
  }

  /** Rows that fit on screen, less one that stays in sight. */
  pageRows(): number {
    return Math.max(1, Math.floor(this.#height / this.#lineHeight) - 1);
  }

  /** The row the cursor is on, when it is known. */
  cursorRow(): LogRow | null {
    const { position, id } = this.#cursor;
    const row = position < 0 ? null : this.#model.row(position);
    return row && (id < 0 || row.id === id) ? row : (this.#plan.rows.find((planned) => planned.row?.id === id)?.row ?? null);
  }

  /** Where the cursor's next step begins: at its line, wherever that is now; without one, or out of sight, at the edge of the screen. */
  #cursorStart(rows: number): number {
    const { id, position } = this.#cursor;
    const window = planWindow(this.#currentAnchor(), this.#space(), 0);
    if (position < 0) return rows > 0 ? window.first - 1 : window.end;
    const planned = this.#plan.rows.find(({ row }) => row?.id === id);
    return planned ? planned.position : position;
  }

  /** Where the cursor is; -1 without one. */
  cursorPosition(): number {
    return this.#plan.rows.find(({ row }) => row?.id === this.#cursor.id)?.position ?? this.#cursor.position;
  }

  #setCursor(position: number): void {
    this.#cursor = { position, id: this.#model.row(position)?.id ?? -1 };
  }

  #space(): RowSpace {
    return { heightOf: this.#heightOf, count: this.#model.slices.get('counts').visible, height: this.#height };
  }

  #overscan(): number {
    return this.#wrap ? overscan.wrapped : overscan.plain;
  }

  readonly #heightOf = (position: number): number => {
    const row = this.#model.row(position);
    if (!row) return this.#lineHeight;
    if (row.type === 'mark') return markHeight;
    return this.#wrap ? (this.#heights.get(row.id) ?? this.#lineHeight) : this.#lineHeight;
  };

  /** Where the screen stands, also while it follows the end. */
  #currentAnchor(): Anchor {
    const { following, rows } = this.#plan;
    if (!following) return this.#anchor;
    const last = rows.at(-1);
    return anchorEndingAt(last ? last.position + 1 : this.#space().count, this.#space());
  }

  #jumpTo(anchor: Anchor): void {
    this.#stopLooking();
    this.#setAnchor(anchor);
  }

  /** Where the reader went. Its line is remembered by id: positions may mean other lines before anybody looks. */
  #setAnchor(anchor: Anchor): void {
    this.#anchor = anchor;
    this.#home = { id: this.#model.row(anchor.position)?.id ?? -1, offset: anchor.offset };
  }

  /** Who goes elsewhere no longer asks where the line before was. */
  #stopLooking(): void {
    this.#looks++;
    this.#looking = false;
    this.#lookAgain = false;
  }

  /** Stops following, with the rows that are on screen. */
  #leaveEnd(): void {
    if (!this.#model.slices.get('follow').following) return;
    this.#setAnchor(this.#currentAnchor());
    this.#model.follow(false);
  }

  #followChanged(): void {
    if (this.#model.slices.get('follow').following) this.#stopLooking();
    if (!this.#model.slices.get('follow').following && this.#plan.following) {
      // At once: rows that move before the next frame must find a line to keep.
      this.#setAnchor(this.#currentAnchor());
      this.#update();
    } else this.#later();
  }

  #later(): void {
    this.#cancelFrame ??= this.#frame(() => {
      this.#cancelFrame = null;
      this.#update();
    });
  }

  #update(): void {
    // What is on screen stays until the new place of its first line is known.
    if (this.#looking) return;
    if (this.#pending !== 0) this.#applyPending();
    const following = this.#model.slices.get('follow').following;
    const next = following ? this.#planEnd() : this.#planAnchored();
    // On the way back to the end, what is on screen stays until the end is there.
    if (following && !this.#plan.following && next.rows.some(({ row }) => row === null)) return;
    this.#plan = next;
    for (const listener of [...this.#listeners]) listener();
  }

  #applyPending(): void {
    const delta = this.#pending;
    this.#pending = 0;
    if (this.#model.slices.get('follow').following) {
      if (delta > 0) return;
      const before = this.#currentAnchor();
      const moved = moveAnchor(before, delta, this.#space());
      if (compareAnchors(moved, before) === 0) return;
      this.#leaveEnd();
      this.#setAnchor(moved);
      return;
    }
    this.#setAnchor(moveAnchor(this.#anchor, delta, this.#space()));
    const end = anchorEndingAt(this.#space().count, this.#space());
    if (delta > 0 && compareAnchors(this.#anchor, end) >= 0) this.#model.follow(true);
  }

  #planEnd(): ScrollPlan {
    const { slices } = this.#model;
    const tail = slices.get('tail');
    const { visible } = slices.get('counts');
    const end = tail ? tail.from + tail.rows.length : visible;
    const space = { ...this.#space(), count: end };
    const window = planWindow(anchorEndingAt(end, space), space, this.#overscan());
    const from = Math.max(window.from, 0);
    this.#model.want(window.first, end);
    return {
      rows: this.#rowsOf(from, end),
      following: true,
      anchorIndex: 0,
      offset: 0,
      count: visible,
      fraction: 1,
      cursor: this.#cursorId(),
    };
  }

  #planAnchored(): ScrollPlan {
    const space = this.#space();
    const last = anchorEndingAt(space.count, space);
    if (compareAnchors(this.#anchor, last) > 0) this.#anchor = last;
    else if (this.#home.id < 0) this.#setAnchor(this.#anchor);
    const window = planWindow(this.#anchor, space, this.#overscan());
    this.#model.want(window.from, window.to);
    this.#model.seen(window.end);
    return {
      rows: this.#rowsOf(window.from, window.to),
      following: false,
      anchorIndex: window.first - window.from,
      offset: this.#anchor.offset,
      count: space.count,
      fraction: fractionOf(this.#anchor, space),
      cursor: this.#cursorId(),
    };
  }

  #rowsOf(from: number, to: number): PlannedRow[] {
    return this.#model.rows(from, to).map((row, index) => ({ position: from + index, row }));
  }

  #cursorId(): number {
    if (this.#cursor.position >= 0 && this.#cursor.id < 0) this.#setCursor(this.#cursor.position);
    return this.#cursor.id;
  }

  #rowsMoved(): void {
    const end = this.#anchor.position + Math.ceil(this.#height / this.#lineHeight) + readAround;
    if (this.#model.slices.get('follow').following || this.#model.slices.get('moved').from > end) return;
    void this.#lookForAnchor();
  }

  /** Finds out where the reader's line is now, and has the rows around it read before anything is shown. */
  async #lookForAnchor(): Promise<void> {
    if (this.#looking) {
      this.#lookAgain = true;
      return;
    }
    const home = this.#home;
    if (home.id < 0) return;
    this.#looking = true;
    const look = ++this.#looks;
    const found = await this.#model.locate({ id: home.id });
    if (look !== this.#looks) return;
    if (found.ok && found.value) {
      const { position, id } = found.value;
      const rows = Math.ceil(this.#height / this.#lineHeight) + readAround;
      await this.#model.load(position - readAround, position + rows);
      if (look !== this.#looks) return;
      this.#anchor = { position, offset: id === home.id ? home.offset : 0 };
    }
    this.#looking = false;
    if (this.#lookAgain) {
      this.#lookAgain = false;
      this.#update();
      this.#rowsMoved();
    } else this.#later();
  }

  async #reveal(): Promise<void> {
    const reveal = this.#model.slices.get('reveal');
    if (!reveal) return;
    const { id } = reveal.place;
    let { position } = reveal.place;
    const rows = Math.ceil(this.#height / this.#lineHeight);
    // Lines that come in between move it; after some tries it is shown where it was last.
    for (let tries = 0; tries < mostTries && this.#model.row(position)?.id !== id; tries++) {
      await this.#model.load(position - rows, position + rows);
      if (this.#model.row(position)?.id === id) break;
      const found = await this.#model.locate({ id });
      if (found.ok && found.value) position = found.value.position;
    }
    if (this.#model.slices.get('reveal') !== reveal) return;
    this.#model.follow(false);
    this.#cursor = { position, id };
    const window = planWindow(this.#currentAnchor(), this.#space(), 0);
    // A hit that is in sight already does not move the rest.
    const inSight = !this.#plan.following && position > window.first && position < window.end - 1;
    if (!inSight) this.#jumpTo(anchorAround(position, this.#space()));
    this.#pending = 0;
    this.#later();
  }
}
