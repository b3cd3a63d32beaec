import { itemsOf } from '../scripts/engine/result';
import { endedExecution, startExecution } from '../scripts/n8n/executions';
import { chain, node } from '../scripts/n8n/flow';
import { openStage, type Stage } from './support/stage';

let stage: Stage;
beforeAll(async () => (stage = await openStage()));
afterAll(async () => await stage.close());

const NAME = 'HTTP Request';

it.each(['trackunitOAuth2Api', 'trackunitApiUserApi', 'trackunitApi'])(
	"n8n's HTTP Request signs in with the credential %s",
	async (type) => {
		const { trackunit, api, credentials } = stage;
		const workflow = chain(`${NAME} with ${type}`, [
			node(NAME, 'n8n-nodes-base.httpRequest', {
				typeVersion: 4.5,
				parameters: {
					url: `${trackunit.url}/api/customer/v1/customers?size=1`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: type,
					options: {},
				},
				credentials,
			}),
		]);
		const id = await startExecution(api, await stage.keep(workflow));
		const { error, runData } = await endedExecution(api, id);
		expect(error).toBeUndefined();
		const [first] = trackunit.state.customers.values();
		expect(itemsOf(runData, NAME)).toMatchObject([{ json: { content: [{ id: first?.id }] } }]);
	},
);
