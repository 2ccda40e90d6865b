// `npm run changelog`: what users read in CHANGELOG.md are the subjects of the commits that change something for them.
import createPreset from 'conventional-changelog-conventionalcommits';

const preset = await createPreset();

export default {
	...preset,
	// The file is packed, and commits may have other names elsewhere: versions, days and sentences are enough.
	writer: {
		...preset.writer,
		headerPartial: '## {{version}}{{#if date}} ({{date}}){{/if}}\n',
		commitPartial: '* {{subject}}\n',
	},
};
