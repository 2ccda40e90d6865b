type Kind<E extends Element> = new () => E;

/** The element with an id; throws where the page has none of this kind. */
export function byId(id: string): HTMLElement;
export function byId<E extends Element>(id: string, kind: Kind<E>): E;
export function byId(id: string, kind: Kind<Element> = HTMLElement): Element {
	return checked(document.getElementById(id), kind, `#${id}`);
}

/** The first element below `root` that a selector finds; throws where there is none of this kind. */
export function within(root: ParentNode, selector: string): HTMLElement;
export function within<E extends Element>(root: ParentNode, selector: string, kind: Kind<E>): E;
export function within(root: ParentNode, selector: string, kind: Kind<Element> = HTMLElement): Element {
	return checked(root.querySelector(selector), kind, selector);
}

function checked<E extends Element>(element: Element | null, kind: Kind<E>, name: string) {
	if (element instanceof kind) return element;
	throw new Error(`The page has no ${kind.name} ${name}`);
}
