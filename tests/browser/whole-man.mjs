// One man, as a caseworker would tell it: from Uzbekistan, exploited on a building site, without papers, sent by his
// embassy; from the first contact to the visit a year after his return.
export const man = {
  contact: {
    'Date of the contact': '2025-06-03',
    'Who told us': { choose: 'Embassy' },
    'Is anybody in danger now': { choose: 'Possible danger' },
    'Family name': 'Раҳимов',
    'Given name': 'Шерзод',
    'Sex': { choose: 'Male' },
    'Safe telephone number': '+998 90 123 45 67',
    'Never do this': 'Не звонить на старый номер: телефон у прораба.',
    'What was said': 'Восемь месяцев без оплаты, паспорт забрали в первый день.',
  },
  identity: {
    'Date of birth': '1991-08-14',
    'Citizenship': { code: 'UZ' },
    'Document': { choose: 'Kept by somebody else' },
  },
  steps: [
    ['Consent', { 'Purpose': { choose: 'To be helped by us' }, 'Recipient': 'Наш центр', 'Answer': { choose: 'Given' }, 'Date': '2025-06-03' }],
    ['Safe contact', { 'Safe hours': '19:00–21:00', 'What to say who is calling': 'Из поликлиники' }],
    ['Alerts for the shift', { 'What the person wants to be called': 'Шер', 'Room': '2' }],
    ['Risk assessment', {
      'Date': '2025-06-04', 'Why now': { choose: 'First assessment' },
      'Risks': { row: 'Risk', rows: [
        { 'What the risk is': { choose: 'The trafficker is at large' }, 'How likely': { choose: 'Possible' }, 'How bad it would be': { choose: 'Serious harm' }, 'What is done against it': 'Адрес не сообщать никому.' },
        { 'What the risk is': { choose: 'No right to stay' }, 'How likely': { choose: 'Likely' }, 'How bad it would be': { choose: 'Can be borne' } },
      ] },
      'Overall risk: your decision': { choose: 'High risk' },
    }],
    ['Safety plan', { 'Date': '2025-06-04', 'What I do then': 'Звоню дежурному и не открываю дверь.', 'Whom I call': { row: 'Call', rows: [{ 'Who': 'Дежурный', 'Telephone': '+7 701 000 11 22' }] } }],
    ['What happened', {
      'How the person was recruited': { choose: 'Through friends' }, 'Means of control': { choose: ['Withholds documents', 'Takes earnings', 'Restricts movement'] },
      'Type of exploitation': { choose: 'Forced labour' }, 'Place of exploitation': 'Стройка под Алматы',
    }],
    ['Identification', { 'Status': { choose: 'Identified by an NGO' }, 'Who decided': { choose: 'NGO' }, 'Date of the decision': '2025-06-05', 'Reasons': 'Три показателя принуждения, документы у работодателя.' }],
    ['Identification', { 'Status': { choose: 'Identified by the state' }, 'Who decided': { choose: 'Police' }, 'Date of the decision': '2025-06-20' }],
    ['Needs assessment', {
      'Date': '2025-06-06', "In the person's own words": 'Хочу домой к детям, но сначала получить заработанное.',
      'Needs': { row: 'Need', rows: [{ 'What is needed': { choose: 'Safe accommodation' }, 'How urgent': { choose: 'Now' } }, { 'What is needed': { choose: 'Recovery of wages' }, 'How urgent': { choose: 'Within a week' } }] },
    }],
    ['Individual plan', {
      'Date': '2025-06-10', "In the person's own words": 'Получить деньги и вернуться к семье.',
      'Goals': { row: 'Goal', rows: [
        { 'What is to be reached': 'Документы восстановлены', 'Steps': { row: 'Step', rows: [{ 'What is done': 'Запрос свидетельства на возвращение', 'By when': '2025-07-01' }] } },
        { 'What is to be reached': 'Зарплата взыскана' },
      ] },
      'Does the person agree': { choose: 'Agrees' }, 'Date of the answer': '2025-06-10',
    }],
    ['Stay in the country', { 'Status': { choose: 'Permit or visa as a victim of trafficking' }, 'Known since': '2025-06-21', 'Asylum': { choose: 'Does not want it' } }],
    ['Reflection period', { 'Begins': '2025-06-05', 'Lasts until': '2025-07-05', 'The person was told about it': { choose: 'Yes' } }],
    ['Proceeding', { 'Kind': { choose: 'Criminal' }, 'Court or body': 'Департамент полиции', 'Part of the person in it': { choose: 'Aggrieved party' }, 'Stage': { choose: 'Investigation' }, 'Begun on': '2025-06-22' }],
    ['Hearing or interview', { 'What it is': { choose: 'Interview by the police' }, 'Day': '2025-06-25', 'Court or body': 'Департамент полиции', 'Who goes along': 'Юрист центра', 'Did it take place': { choose: 'Took place' } }],
    ['Claim for money', { 'What for': { choose: 'Unpaid wages' }, 'Against whom': 'Подрядчик', 'Filed on': '2025-07-02', 'Currency': { choose: 'Tenge' }, 'Amount claimed': '1200000', 'Amount that the person received': '800000', 'How it stands': { choose: 'Paid in part' } }],
    ['Non-punishment', { 'What the person is accused of': 'Нарушение правил пребывания', 'Before which body': 'Миграционная служба', 'Raised on': '2025-06-26', 'Answer': { choose: 'Applied' } }],
    ['Consent', { 'Purpose': { choose: 'Contact with the embassy' }, 'Recipient': 'Посольство Узбекистана', 'Answer': { choose: 'Given' }, 'What it is about': { choose: 'Identity and documents' }, 'Date': '2025-06-24', 'Valid until': '2025-12-31', 'Who explained it': 'Айгерим', 'In which language': { code: 'uz' }, 'Who answered': { choose: 'The person' } }],
  ],
  service: { select: 'social_domestic/bed', answers: { 'Date': '2025-06-05', 'Last day of the period': '2025-08-30', 'Quantity': '86', 'Unit': { choose: 'Night' }, 'Provider': 'Приют', 'Paid by': { choose: 'Own funds' } } },
  progress: { 'Date': '2025-08-20', 'How far it is': { choose: 'Met' }, 'Note': 'Свидетельство на возвращение получено.' },
  review: { 'Date': '2025-08-25', 'Result': { choose: 'The plan is finished' }, "In the person's own words": 'Готов ехать домой.' },
  // What comes before he leaves, the journey, and how he is afterwards.
  later: [
    ['Options explained', { 'Date': '2025-08-01', 'Which ways were explained': { choose: ['Stay in this country', 'Assisted voluntary return'] }, 'Who explained it': 'Айгерим', "In the person's own words": 'Домой, к детям.' }],
    ['Assessment before the return', { 'Date': '2025-08-05', 'Who assessed it here': 'Айгерим', 'Was it assessed in the country of return too': { choose: 'Asked, no answer yet' }, 'Result': { choose: 'Safe with measures' }, 'Under which measures': 'Брат встречает на вокзале.' }],
    ['Consent', { 'Purpose': { choose: 'Return and reception' }, 'Recipient': 'Партнёр в Ташкенте', 'Answer': { choose: 'Given' }, 'Date': '2025-08-06', 'What it is about': { choose: ['Identity and documents', 'Whereabouts'] }, 'Who explained it': 'Айгерим', 'In which language': { code: 'uz' }, 'Who answered': { choose: 'The person' } }],
    ['Plan of the return', { 'Date': '2025-08-07', 'Who receives the person': 'Партнёр в Ташкенте', 'How far the contact is': { choose: 'Will receive the person' } }],
    ['Return', {
      "The person's decision": { choose: 'Wants to return' }, 'Signed on': '2025-08-04', 'How the person returns': { choose: 'Assisted voluntary return' }, 'To which country': { code: 'UZ' },
      'Travel document': { choose: 'Issued' }, 'Fit to travel': { choose: 'Fit to travel' }, 'Ticket': 'Поезд Алматы – Ташкент', 'Departure': '2025-09-01', 'Arrival': '2025-09-02', 'Met by': 'Брат',
    }],
    ['Follow-up', { 'Date': '2025-10-02', 'How': { choose: 'Telephone' }, 'Was the person reached': { choose: 'Yes' }, 'What the person has': { choose: ['A place to live', 'Family or friends'] } }],
    ['Check for new exploitation', { 'Date': '2025-10-02', 'A debt is demanded': { choose: 'No' }, 'Result': { choose: 'No signs of new exploitation' } }],
    ['Follow-up', { 'Date': '2025-12-02', 'How': { choose: 'Telephone' }, 'Was the person reached': { choose: 'Somebody of the family' } }],
    ['Follow-up', { 'Date': '2026-03-02', 'How': { choose: 'Message' }, 'Was the person reached': { choose: 'Yes' }, 'What the person has': { choose: ['A place to live', 'Work', 'Documents'] } }],
    ['Follow-up', { 'Date': '2026-09-02', 'How': { choose: 'Through a partner' }, 'Was the person reached': { choose: 'Yes' }, 'Does the person feel safe': { choose: 'Yes' } }],
  ],
  end: { 'Reason': { choose: 'Returned to the home country' }, 'Date': '2026-09-03', 'Where the person went': { choose: 'Family' } },
  interview: { 'Date': '2026-09-03', 'Did it take place': { choose: 'It took place' }, 'What helped': 'Что не торопили с решением.' },
};
