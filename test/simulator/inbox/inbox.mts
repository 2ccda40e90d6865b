import type { InboxOutcome, InboxState } from '../inboxState.cts';
import { byId } from './elements.mts';
import { failDialog } from './failDialog.mts';
import { followInbox, tell, type Connection } from './feed.mts';
import { messageList } from './messageList.mts';
import { openPanels, setupPanels } from './setup.mts';
import { balanceWords, countWords } from './words.mts';

const PAGE = 200;
const DELIVERED = '1';

let limit = PAGE;
let unseen = 0;
let started = false;

const outcomes: InboxOutcome[] = await (await fetch('/_simulator/inbox/outcomes')).json();
const byCode = new Map(outcomes.map((row) => [row.code, row]));
const showAccount = setupPanels({ announce, complain, outcomes });
const list = messageList(byId('list'), { outcomes: byCode, announce });
const askWhyItFails = failDialog(outcomes, (message, code) => settle(message, code));
const inbox = followInbox({ limit: () => limit, onState: show, onConnection: showConnection });

byId('list').addEventListener('click', ({ target }) => {
	const button = target instanceof Element ? target.closest<HTMLElement>('[data-act]') : null;
	const card = list.cardOf(Number(button?.closest<HTMLElement>('[data-n]')?.dataset.n));
	if (!button || !card) return;
	const { message } = card;
	if (button.dataset.act === 'deliver') settle(message, DELIVERED);
	else askWhyItFails(message);
});
byId('showMore').addEventListener('click', () => {
	limit += PAGE;
	inbox.reload();
});
document.addEventListener('visibilitychange', () => {
	if (!document.hidden) showUnseen(0);
});

function show(state: InboxState<string>) {
	const arrived = list.update(state, limit);
	showAccount(state.account);
	byId('total').textContent = countWords(state.total);
	byId('balance').textContent = balanceWords(state.account.balance);
	byId('empty').hidden = state.total > 0;
	byId('more').hidden = list.shown() >= state.total;
	byId('shown').textContent = `The newest ${countWords(list.shown())} of ${countWords(state.total)} messages`;
	if (document.hidden) showUnseen(unseen + arrived);
	if (!started) openPanels({ isEmpty: state.total === 0 });
	started = true;
}

async function settle({ n }: { n: number }, code: string) {
	complain('');
	await tell(`/messages/${n}/outcome`, { code }).then(
		() => announce(code === DELIVERED ? 'Delivered' : `Failed: ${byCode.get(code)?.plain}`),
		(error: Error) => complain(error.message),
	);
}

function showConnection(state: Connection) {
	const connection = byId('connection');
	if (connection.dataset.state === state) return;
	connection.dataset.state = state;
	connection.textContent = state === 'live' ? 'Live' : 'No answer. Is the simulator running? Trying again…';
}

function showUnseen(count: number) {
	unseen = count;
	document.title = count > 0 ? `(${count}) SMS inbox` : 'SMS inbox';
}

function announce(words: string) {
	byId('announcements').textContent = words;
}

function complain(sentence: string) {
	byId('problem').hidden = sentence === '';
	byId('problem').textContent = sentence;
}
