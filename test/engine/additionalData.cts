import { UserError } from 'n8n-workflow';
import type { ICredentialsHelper, IWorkflowBase, IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import { Container, core } from './runtime.cts';

const INSTANCE_URL = 'http://127.0.0.1:5678/';

const refuse = (what: string) => async (): Promise<never> => {
	throw new UserError(`${what} are not part of this harness`);
};

/** What n8n's WorkflowExecuteAdditionalData.getBase gives to an execution. */
export function createAdditionalData(
	credentialsHelper: ICredentialsHelper,
	{ id, settings }: Partial<Pick<IWorkflowBase, 'id' | 'settings'>> = {},
	getRunExecutionData: IWorkflowExecuteAdditionalData['getRunExecutionData'] = refuse('Stored executions'),
): IWorkflowExecuteAdditionalData {
	return {
		currentNodeExecutionIndex: 0,
		credentialsHelper,
		externalSecretsProxy: Container.get(core.ExternalSecretsProxy),
		executeWorkflow: refuse('Sub-workflows'),
		getRunExecutionData,
		getRuntimeCredential: refuse('Runtime credentials'),
		startRunnerTask: refuse('Task runners'),
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
