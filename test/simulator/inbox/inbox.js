import { followInbox, tell } from './feed.js';
import { failDialog } from './failDialog.js';
import { messageList } from './messageList.js';
import { openPanels, setupPanels } from './setup.js';
import { balanceWords, countWords } from './words.js';

const PAGE = 200;
const element = (id) => document.getElementById(id);

let limit = PAGE;
let unseen = 0;
let started = false;

const outcomes = await (await fetch('/_simulator/inbox/outcomes')).json();
const byCode = new Map(outcomes.map((row) => [row.code, row]));
const showAccount = setupPanels({ announce, complain, outcomes });
const list = messageList(element('list'), { outcomes: byCode, announce });
const askWhyItFails = failDialog(outcomes, (message, code) => settle(message, code));
const inbox = followInbox({ limit: () => limit, onState: show, onConnection: showConnection });

element('list').addEventListener('click', ({ target }) => {
	const button = target.closest('[data-act]');
	if (!button) return;
	const { message } = list.cardOf(Number(button.closest('[data-n]').dataset.n));
	if (button.dataset.act === 'deliver') settle(message, '1');
	else askWhyItFails(message);
});
element('showMore').addEventListener('click', () => {
	limit += PAGE;
	inbox.reload();
});
document.addEventListener('visibilitychange', () => {
	if (!document.hidden) showUnseen(0);
});

function show(state) {
	const arrived = list.update(state, limit);
	showAccount(state.account);
	element('total').textContent = countWords(state.total);
	element('balance').textContent = balanceWords(state.account.balance);
	element('empty').hidden = state.total > 0;
	element('more').hidden = list.shown() >= state.total;
	element('shown').textContent = `The newest ${countWords(list.shown())} of ${countWords(state.total)} messages`;
	if (document.hidden) showUnseen(unseen + arrived);
	if (!started) openPanels({ isEmpty: state.total === 0 });
	started = true;
}

async function settle({ n }, code) {
	complain('');
	await tell(`/messages/${n}/outcome`, { code }).then(
		() => announce(byCode.get(code).status === 'delivered' ? 'Delivered' : `Failed: ${byCode.get(code).plain}`),
		(error) => complain(error.message),
	);
}

function showConnection(state) {
	const connection = element('connection');
	if (connection.dataset.state === state) return;
	connection.dataset.state = state;
	connection.textContent = state === 'live' ? 'Live' : 'No answer. Is the simulator running? Trying again…';
}

function showUnseen(count) {
	unseen = count;
	document.title = count > 0 ? `(${count}) SMS inbox` : 'SMS inbox';
}

function announce(words) {
	element('announcements').textContent = words;
}

function complain(sentence) {
	element('problem').hidden = sentence === '';
	element('problem').textContent = sentence;
}
