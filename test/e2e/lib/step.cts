/** What `npm run e2e` runs one after the other. */
export interface Step {
	/** The Debian packages that it needs and that are not there. */
	missing?: () => string | undefined;
	run(options: StepOptions): Promise<void>;
}

export interface StepOptions {
	/** The folder for pictures, when some are wanted. */
	screenshots?: string;
	/** How much is played at random, and which. */
	rounds?: number;
	seed?: number;
}
