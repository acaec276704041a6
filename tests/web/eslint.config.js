// What the page's modules are held to besides their types (tsconfig.json): mistakes, and ways around the house rules.
import js from '@eslint/js';

const prose = 'Tell errors apart by code and field. Their message is for people; net/errors.js makes a sentence of it.';

export default [
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-control-regex': 'off', // texts are searched for such characters
      'no-misleading-character-class': 'off',
      'no-undef': 'off', // the types know which names there are
      'array-callback-return': 'error',
      'eqeqeq': 'error',
      'no-constructor-return': 'error',
      'no-else-return': 'off',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-promise-executor-return': 'off',
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unmodified-loop-condition': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_$', ignoreRestSiblings: true, varsIgnorePattern: '^_$' }],
      'no-useless-return': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      'no-restricted-syntax': ['error', { selector: "MemberExpression[object.name=/^(error|reason|refusal)$/][property.name='message']", message: prose }],
    },
  },
  { files: ['resources/web/js/net/errors.js'], rules: { 'no-restricted-syntax': 'off' } },
];
