'use strict';

const { refuseCaller, refuseSend } = require('./admission');
const { textField, contactsOf, messagesOf } = require('./requestFields');
const {
	failureReply,
	submittedReply,
	balanceReply,
	keyReply,
	wrongLoginReply,
	reportsReply,
	htmlReply,
} = require('./replies');

/**
 * @typedef {object} Caller
 * @property {string} ip
 * @property {Record<string, unknown>} fields
 * @property {Record<string, string>} params of the path, decoded
 *
 * @typedef {{ reply: import('./replies').Reply, accepted: boolean }} Answer
 */

/** The calls of the gateway: path below the base URL, methods, and what answers. */
const CALLS = [
	{ call: 'smsapi', methods: ['POST', 'GET'], path: '/smsapi', answer: sendOneText },
	{ call: 'smsapimany', methods: ['POST'], path: '/smsapimany', answer: sendManyTexts },
	{ call: 'getAll', methods: ['GET'], path: '/miscapi/:key/getDLR/getAll', answer: withKey(getAll) },
	{ call: 'getDLR', methods: ['GET'], path: '/miscapi/:key/getDLR/:shootId', answer: withKey(getDLR) },
	{ call: 'getDLRRep', methods: ['GET'], path: '/miscapi/:key/getDLRRep/:shootId', answer: withKey(getDLRRep) },
	{ call: 'getBalance', methods: ['GET'], path: '/miscapi/:key/getBalance', answer: withKey(getBalance) },
	{ call: 'getkey', methods: ['GET'], path: '/getkey/:username/:password', answer: getKey },
];

/** The answer to a path or method that the gateway doesn't have. */
function unknownCall() {
	return { reply: htmlReply(404, 'Not Found'), accepted: false };
}

function sendOneText(settings, account, caller) {
	const text = textField(caller.fields, 'msg');
	const contacts = contactsOf(caller.fields);
	const rows = contacts.map((to) => ({ to, text }));
	// A request without contacts still has its text checked before its numbers.
	return send(settings, account, caller, rows.length > 0 ? rows : [{ to: '', text }], { needsType: true });
}

function sendManyTexts(settings, account, caller) {
	return send(settings, account, caller, messagesOf(caller.fields), { needsType: false });
}

function send(settings, account, { ip, fields }, rows, call) {
	const code = refuseCaller(settings, ip, textField(fields, 'api_key')) ?? refuseSend(settings, fields, rows, call);
	if (code) return refused(settings, code);
	const sent = account.accept(call.needsType ? fields : { ...fields, type: '' }, rows);
	if (sent.code) return refused(settings, sent.code);
	return accepted(submittedReply(settings, sent.shootId, textField(fields, 'reply') === 'Y'));
}

function getAll(settings, account) {
	const reports = account.reports();
	const rows = settings.getAllStyle === 'once' ? reports.takeAll(settings.pageSize) : reports.newest(settings.pageSize);
	return accepted(reportsReply(settings, rows, 'getAll'));
}

function getDLR(settings, account, { params }) {
	const rows = account.reports().takeOf(params.shootId, settings.pageSize);
	return accepted(reportsReply(settings, rows, 'getDLR'));
}

function getDLRRep(settings, account, { params }) {
	const rows = account.reports().repeat(params.shootId, settings.repPageSize);
	return accepted(reportsReply(settings, rows, 'getDLRRep'));
}

function getBalance(settings) {
	return accepted(balanceReply(settings));
}

function getKey(settings, account, { ip, params }) {
	const code = refuseCaller(settings, ip, settings.apiKey);
	if (code) return refused(settings, code);
	const known = params.username === settings.username && params.password === settings.password;
	return known ? accepted(keyReply(settings)) : { reply: wrongLoginReply(settings), accepted: false };
}

function withKey(answer) {
	return (settings, account, caller) => {
		const code = refuseCaller(settings, caller.ip, caller.params.key);
		return code ? refused(settings, code) : answer(settings, account, caller);
	};
}

function accepted(reply) {
	return { reply, accepted: true };
}

function refused(settings, code) {
	return { reply: failureReply(settings, code), accepted: false };
}

module.exports = { CALLS, unknownCall };
