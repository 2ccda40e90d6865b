/** A person whom n8n asks by Telegram whether an agent may call its tool, on loopback: approves each call once. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { backOff } from 'exponential-backoff';
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
	const server = createServer((request, response) => {
		void (async () => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			response.setHeader('content-type', 'application/json');
			response.end('{"ok":true,"result":{}}');
			const { reply_markup } = JSON.parse(Buffer.concat(chunks).toString()) as Question;
			reviewer.asked++;
			const links = reply_markup.inline_keyboard.flat().map(({ url }) => url);
			await approve(links.find((link) => link.includes('approved=true')) as string);
		})().catch((error: unknown) => response.destroy(error as Error));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	stage.add(server, () => server.close());
	reviewer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
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
