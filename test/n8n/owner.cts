import type { Folders } from './folders.cts';
import { Problem } from './problem.cts';
import { RefusedRequest } from './rest.cts';
import type { Rest } from './rest.cts';

export interface Owner {
	email: string;
	firstName: string;
	lastName: string;
	password: string;
}

/** The one account of this n8n, which only this computer can reach. */
export const OWNER: Owner = {
	email: 'shop@example.com',
	firstName: 'Demo',
	lastName: 'Shop',
	password: 'MimSms-demo-1',
};

/** Creates the owner on the first start and signs in; later starts only sign in. */
export async function signInOwner(rest: Rest, folders: Pick<Folders, 'home'>): Promise<Owner> {
	const { userManagement } = await rest.get<{ userManagement: { showSetupOnFirstLoad: boolean } }>('/rest/settings');
	if (userManagement.showSetupOnFirstLoad) {
		await rest.post('/rest/owner/setup', OWNER);
		return OWNER;
	}
	try {
		await rest.post('/rest/login', { emailOrLdapLoginId: OWNER.email, password: OWNER.password });
	} catch (error) {
		if (!(error instanceof RefusedRequest) || error.status !== 401) throw error;
		throw new Problem(
			`n8n does not accept ${OWNER.email} with the password of this demo any more: it was changed in n8n.`,
			`To begin anew, delete the folder ${folders.home} and run npm start again. Workflows made in this n8n go with it.`,
			{ cause: error },
		);
	}
	return OWNER;
}
