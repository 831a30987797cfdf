// The whole way of a case, from the first contact to the return, the closure and after, as a caseworker goes it.
import { expect, test } from './fixtures.mjs';
import { add, correct, entryWith, nobodyKnown, press, startEntry } from './cases.mjs';
import { answer, answerAll, countQuestions, expectMistakes, save } from './fields.mjs';
import { label, languages, longDate, t } from './words.mjs';

for (const language of languages) {
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test('from the first contact to the return', async ({ desk: page }) => {
      test.slow();
      const say = (id, ...values) => t(id, language, ...values);
      const shows = (text) => expect(page.getByRole('main')).toContainText(text);

      await page.getByRole('link', { name: say('New first contact') }).first().click();
      expect(await countQuestions(page), 'a first contact asks under twelve questions').toBeLessThan(12);
      await answer(page, 'What was said', 'Ушёл со стройки ночью, паспорт у прораба.', language);
      await save(page, language);
      await expectMistakes(page, language, 'Who told us', 'Is anybody in danger now');
      await expect(page.getByLabel(say('What was said'))).toHaveValue('Ушёл со стройки ночью, паспорт у прораба.');

      await answerAll(page, {
        'Date of the contact': '2026-03-02',
        'Who told us': { choose: ['Hotline', 'Partner NGO'] },
        'Is anybody in danger now': { choose: 'Possible danger' },
        'Family name': 'Жақсылықов',
        'Given name': 'Өміржан',
        'Sex': { choose: 'Male' },
        'Safe telephone number': '+7 701 111 22 33',
        'Never do this': 'Не звонить после восьми вечера.',
      }, language);
      await save(page, language);
      await nobodyKnown(page, language);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      expect(await page.getByRole('heading', { level: 1 }).innerText(), 'a case is called by a name that can be said').toMatch(/^\p{Lu}\p{L}+ \p{Lu}\p{L}+$/u);
      await shows(longDate('2026-03-02', language));
      await expect(page.getByRole('region', { name: say('Before you call') })).toContainText('Не звонить после восьми вечера.');

      await add(page, 'Consent', {
        'Purpose': { choose: 'To be helped by us' }, 'Recipient': 'Наш центр', 'Answer': { choose: 'Given' }, 'Date': '2026-03-03',
      }, language);
      await add(page, 'Identification', {
        'Status': { choose: 'Identified by an NGO' }, 'Who decided': { choose: 'NGO' }, 'Date of the decision': '2026-03-04', 'Reasons': 'Документы отобраны.',
      }, language);
      await shows(say('Identified by an NGO'));
      await add(page, 'What happened', {
        'Means of control': { choose: 'Withholds documents' }, 'Type of exploitation': { choose: 'Forced labour' }, 'Place of exploitation': 'Стройка у трассы',
      }, language);
      await shows('Стройка у трассы');
      await add(page, 'Need', { 'What is needed': { choose: 'Food' }, 'How urgent': { choose: 'Now' } }, language);
      await startEntry(page, 'Service given', language);
      await page.locator('select[name=service]').selectOption('social_domestic/bed');
      const service = { 'Date': '2026-03-05', 'Quantity': '30', 'Unit': { choose: 'Night' }, 'Provider': 'Приют' };
      await answerAll(page, { ...service, 'Paid by': { choose: 'State social order' } }, language);
      await save(page, language);
      // The state has not identified the person: by the norms it does not pay, and what was typed is still there.
      await expectMistakes(page, language, 'Paid by');
      await expect(page.getByLabel(label('Provider', language))).toHaveValue('Приют');
      await answer(page, 'Paid by', { choose: 'Own funds' }, language);
      await save(page, language);
      await shows(say('Own funds'));
      await add(page, 'Legal step', { 'Step': { choose: 'Report of a crime' }, 'Date': '2026-03-06', 'Court or body': 'Отдел полиции' }, language);
      // A journey that we organise needs what comes before it.
      await add(page, 'Options explained', {
        'Date': '2026-03-10', 'Which ways were explained': { choose: ['Stay in this country', 'Assisted voluntary return'] }, 'Who explained it': 'Айгерим',
      }, language);
      await add(page, 'Assessment before the return', {
        'Date': '2026-03-12', 'Who assessed it here': 'Айгерим', 'Was it assessed in the country of return too': { choose: 'Not possible' }, 'Result': { choose: 'The return is safe' },
      }, language);
      await add(page, 'Plan of the return', { 'Date': '2026-03-14', 'Who receives the person': 'Брат', 'How far the contact is': { choose: 'Not contacted yet' } }, language);
      await add(page, 'Return', {
        "The person's decision": { choose: 'Wants to return' }, 'Signed on': '2026-03-11', 'How the person returns': { choose: 'Assisted voluntary return' },
        'Travel document': { choose: 'Issued' }, 'Ticket': 'Поезд Алматы – Ташкент', 'Departure': '2026-04-01', 'Arrival': '2026-04-02', 'Met by': 'Брат',
      }, language);
      await shows(longDate('2026-04-02', language));
      await add(page, 'Note', { 'Note': 'Позвонил из дома: всё хорошо.' }, language);

      // A correction is a new version; the one before stays to be read.
      await correct(entryWith(page, 'Позвонил из дома'), language).click();
      await expect(page.getByLabel(say('Note'))).toHaveValue('Позвонил из дома: всё хорошо.');
      await answer(page, 'Note', 'Позвонил брат: доехал благополучно.', language);
      await save(page, language);
      const corrected = entryWith(page, 'Позвонил брат');
      await corrected.locator('summary').click();
      await expect(corrected.getByRole('deletion').getByText('Позвонил из дома: всё хорошо.')).toBeVisible();

      // The facts for counting are shown before they are written, and hold no name and no text.
      await press(page, 'Look at them and write', language).click();
      await expect(page.getByRole('row').filter({ hasText: say('Forced labour') }).first()).toBeVisible();
      for (const secret of ['Жақсылықов', 'Өміржан', 'Стройка у трассы']) await expect(page.getByRole('main')).not.toContainText(secret);
      await press(page, 'Write these facts', language).click();
      await shows(say('The facts are written.'));

      await add(page, 'Closing the case', { 'Reason': { choose: 'Goals met' }, 'Date': '2026-05-05' }, language);
      await expect(page.getByRole('main').getByRole('strong').getByText(say('Closed'), { exact: true })).toBeVisible();
      await add(page, 'Reopening the case', { 'Date': '2026-06-07', 'Reason': 'Снова просит помощи.' }, language);
      await expect(page.getByRole('main').getByRole('strong').getByText(say('Closed'), { exact: true })).toHaveCount(0);

      await page.getByRole('navigation').getByRole('link', { name: say('My work') }).first().click();
      await expect(press(page, 'New first contact', language)).toBeVisible();
    });
  });
}
