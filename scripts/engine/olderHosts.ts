import * as n8nWorkflow from 'n8n-workflow';
import type {
	ExecutionError,
	ExecutionStatus,
	IExecuteData,
	IPinData,
	IRunExecutionData,
} from 'n8n-workflow';

/**
 * In what an older n8n, as `npm run test:hosts` runs the nodes in, differs from the one in package.json, as far
 * as the engine here has to know:
 *
 * - n8n-workflow 1.117 makes no data of executions: `runDataFor`, `noRunData`.
 * - n8n-core 1.119 leaves an execution that failed 'running', and n8n's server puts it right: `finalStatus`.
 */
const { createRunExecutionData, createEmptyRunExecutionData }: Partial<typeof n8nWorkflow> =
	n8nWorkflow;

/** What an execution starts with: the nodes that are to run first, and what is pinned. */
export function runDataFor(
	nodeExecutionStack: IExecuteData[],
	pinData?: IPinData,
): IRunExecutionData {
	if (createRunExecutionData) {
		return createRunExecutionData({
			executionData: { nodeExecutionStack },
			resultData: { pinData },
		});
	}
	return {
		startData: {},
		resultData: { runData: {}, pinData },
		executionData: {
			contextData: {},
			nodeExecutionStack,
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
		},
	} as IRunExecutionData;
}

/** For what runs in no execution, such as the test of a credential. */
export function noRunData(): IRunExecutionData {
	return createEmptyRunExecutionData?.() ?? ({ resultData: { runData: {} } } as IRunExecutionData);
}

/** What n8n's server makes of the status that an execution ended with. */
export function finalStatus(status: ExecutionStatus, error?: ExecutionError): ExecutionStatus {
	if (status !== 'running') return status;
	return error ? 'error' : 'success';
}
