/** A reply as it came: the gateway is judged by its text, the status only helps to explain (seen in several programs). */
export interface Reply {
	status: number;
	text: string;
	/** Set when the connection broke while the text was coming in: what is here is its beginning. */
	broken?: boolean;
}
