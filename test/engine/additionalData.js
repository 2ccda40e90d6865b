'use strict';
const { UserError } = require('n8n-workflow');
const { Container, core } = require('./runtime');

const INSTANCE_URL = 'http://127.0.0.1:5678/';

async function refuseSubWorkflow() {
	throw new UserError('Sub-workflows are not part of this harness');
}

/**
 * What n8n's WorkflowExecuteAdditionalData.getBase gives to an execution.
 * @param {import('n8n-workflow').ICredentialsHelper} credentialsHelper
 * @param {Partial<import('n8n-workflow').IWorkflowBase>} [workflowData]
 * @returns {import('n8n-workflow').IWorkflowExecuteAdditionalData}
 */
function createAdditionalData(credentialsHelper, { id, settings } = {}) {
	return {
		currentNodeExecutionIndex: 0,
		credentialsHelper,
		externalSecretsProxy: Container.get(core.ExternalSecretsProxy),
		executeWorkflow: refuseSubWorkflow,
		restApiUrl: `${INSTANCE_URL}rest`,
		instanceBaseUrl: INSTANCE_URL,
		formWaitingBaseUrl: `${INSTANCE_URL}form-waiting`,
		formBaseUrl: `${INSTANCE_URL}form`,
		formTestBaseUrl: `${INSTANCE_URL}form-test`,
		webhookBaseUrl: `${INSTANCE_URL}webhook`,
		webhookWaitingBaseUrl: `${INSTANCE_URL}webhook-waiting`,
		webhookTestBaseUrl: `${INSTANCE_URL}webhook-test`,
		mcpBaseUrl: `${INSTANCE_URL}mcp`,
		mcpTestBaseUrl: `${INSTANCE_URL}mcp-test`,
		userId: 'user-under-test',
		workflowId: id,
		workflowSettings: settings,
		variables: {},
		setExecutionStatus: () => {},
		sendDataToUI: () => {},
		logAiEvent: () => {},
	};
}

module.exports = { createAdditionalData };
