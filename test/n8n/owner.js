'use strict';

const { Problem } = require('./problem');

/** The one account of this n8n, which only this computer can reach. */
const OWNER = {
	email: 'shop@example.com',
	firstName: 'Demo',
	lastName: 'Shop',
	password: 'MimSms-demo-1',
};

/** Creates the owner on the first start and signs in; later starts only sign in. */
async function signInOwner(rest, folders) {
	const { userManagement } = await rest.get('/rest/settings');
	if (userManagement.showSetupOnFirstLoad) {
		await rest.post('/rest/owner/setup', OWNER);
		return OWNER;
	}
	try {
		await rest.post('/rest/login', { emailOrLdapLoginId: OWNER.email, password: OWNER.password });
	} catch (error) {
		if (error.status !== 401) throw error;
		throw new Problem(
			`n8n does not accept ${OWNER.email} with the password of this demo any more: it was changed in n8n.`,
			`To begin anew, delete the folder ${folders.home} and run npm start again. Workflows made in this n8n go with it.`,
			{ cause: error },
		);
	}
	return OWNER;
}

module.exports = { OWNER, signInOwner };
