/** A person whom n8n asks by Telegram whether an agent may call its tool, on loopback: approves each call once. */
import { json } from 'node:stream/consumers';
import { backOff } from 'exponential-backoff';
import { serve } from './loopback.cts';
import type { Stage } from './stage.cts';

export interface Reviewer {
	/** What the credential has as Base URL. */
	url: string;
	/** How often it was asked. */
	asked: number;
}

/** A message with n8n's buttons, as far as it is read. */
interface Question {
	reply_markup: { inline_keyboard: Array<Array<{ url: string }>> };
}

/** To n8n a link that a program opens is a preview. */
const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };

export async function startReviewer(stage: Stage): Promise<Reviewer> {
	const reviewer: Reviewer = { url: '', asked: 0 };
	reviewer.url = await serve(stage, async (request, response) => {
		const { reply_markup } = (await json(request)) as Question;
		response.setHeader('content-type', 'application/json');
		response.end('{"ok":true,"result":{}}');
		reviewer.asked++;
		const links = reply_markup.inline_keyboard.flat().map(({ url }) => url);
		await approve(links.find((link) => link.includes('approved=true')) as string);
	});
	return reviewer;
}

/** n8n answers with an error as long as the execution does not wait. */
async function approve(link: string) {
	await backOff(
		async () => {
			const response = await fetch(link.replace('//localhost', '//127.0.0.1'), { headers: BROWSER });
			if (!response.ok) throw new Error(`The link was answered with ${response.status}`);
		},
		{ numOfAttempts: 10, startingDelay: 200, timeMultiple: 1.5 },
	);
}
