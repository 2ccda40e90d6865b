import type { IDataObject } from 'n8n-workflow';
import type { Run } from '../../bridge/run/run';
import type { Dialect } from '../../gateway/dialect';
import { invalidInput, success, type Result } from '../../gateway/fault';
import { FIELD } from '../../gateway/fieldNames';
import { onlyAtHome, type Recipients } from '../../gateway/phone';
import type { Label } from '../../gateway/sms';
import { withoutUnseen } from '../../gateway/unseen';
import { campaignOption, replyOption } from './fields';

const CAMPAIGN_CHARACTERS = 100;

/** The recipients that the API can send to; others count as invalid. */
export const withinReach = (recipients: Recipients, { can, name }: Dialect): Recipients =>
	can.sendAbroad
		? recipients
		: onlyAtHome(recipients, `is not a Bangladeshi mobile number, and ${name} sends to no other country`);

/** Refuses more recipients than one request of the API takes. */
export function checkCount(msisdns: readonly string[], { most, name }: Dialect): Result<unknown> {
	if (msisdns.length <= most.recipients) return success(msisdns);
	return invalidInput(
		FIELD.to,
		`has ${msisdns.length} numbers, but one message takes at most ${most.recipients} with ${name}. Split them into several items`,
	);
}

/** The campaign of a promotional message, where the API has campaigns. */
export function readCampaign({ campaign }: IDataObject, label: Label, { can, name }: Dialect): Result<string> {
	if (typeof campaign === 'object' && campaign !== null)
		return invalidInput(campaignOption.displayName, 'must be text, not an object');
	const text = withoutUnseen(String(campaign ?? '')).trim();
	if (text.length > CAMPAIGN_CHARACTERS)
		return invalidInput(
			campaignOption.displayName,
			`has ${text.length} characters, and at most ${CAMPAIGN_CHARACTERS} are allowed`,
		);
	if (can.campaign && label === 'promotional' && text === '')
		return invalidInput(
			campaignOption.displayName,
			`is empty. A promotional message needs an approved campaign with ${name}: add Campaign under Options`,
		);
	return success(text);
}

/** Which of the options that an item sets have no effect with the API. */
export function idleOptions(options: IDataObject, label: Label, { can }: Dialect): string[] {
	const isSet = (value: unknown) => value !== undefined && value !== null && value !== '' && value !== false;
	return [
		...(isSet(options.campaign) && !(can.campaign && label === 'promotional') ? [campaignOption.displayName] : []),
		...(isSet(options.reply) && options.reply !== 'false' && !can.reply ? [replyOption.displayName] : []),
		...(options.type === 'unicode' && !can.chooseEncoding ? ['Encoding: Unicode'] : []),
	];
}

/** Tells once which options of a run have no effect. */
export async function hintIdleOptions(run: Run, idle: Iterable<readonly string[]>): Promise<void> {
	const names = [...new Set([...idle].flat())];
	const gateway = await run.connection.gateway();
	if (names.length === 0 || !gateway.ok) return;
	const why =
		names.includes(campaignOption.displayName) && gateway.value.can.campaign ? ' for this kind of message' : '';
	run.hint(`No effect with ${gateway.value.name}${why}: ${names.join(', ')}.`);
}
