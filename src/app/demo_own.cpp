#include "app/demo_own.h"

#include "base/check.h"
#include "casework/own/set_file.h"
#include "schema/form.h"

namespace arasha::app {
namespace {

// As somebody would write it by hand for another organisation: docs/formats/own-forms.md.
constexpr std::string_view kForm = R"(# arasha forms 1
forms {
  name: "work-skills"
  compartment: ASSISTANCE
  title { ru: "Трудовые навыки" kk: "Еңбек дағдылары" en: "Work skills" }
  help {
    ru: "Что человек умеет и какую работу ищет. Заполняется перед поиском курса или места."
    kk: "Адам не істей алады және қандай жұмыс іздейді. Курс немесе жұмыс іздеудің алдында толтырылады."
    en: "What the person can do and which work is wanted. Filled in before a course or a place is looked for."
  }
  fields {
    number: 1 kind: OWN_SEVERAL required: true
    label { ru: "Умеет" kk: "Істей алады" en: "Can do" }
    options { code: "sewing" label { ru: "Шить" kk: "Тігін тігу" en: "Sew" } }
    options { code: "cooking" label { ru: "Готовить" kk: "Тамақ пісіру" en: "Cook" } }
    options { code: "building" label { ru: "Строить и ремонтировать" kk: "Құрылыс және жөндеу" en: "Build and repair" } }
    options { code: "driving" label { ru: "Водить машину" kk: "Көлік жүргізу" en: "Drive" } }
    options { code: "caring" label { ru: "Ухаживать за людьми" kk: "Адамдарға күтім жасау" en: "Care for people" } }
  }
  fields { number: 2 kind: OWN_NUMBER label { ru: "Сколько лет опыта" kk: "Тәжірибесі неше жыл" en: "Years of experience" } }
  fields { number: 3 kind: OWN_YES_NO required: true label { ru: "Хочет учиться" kk: "Оқығысы келеді" en: "Wants to learn" } }
  fields {
    number: 4 kind: OWN_TEXT shown_if: 3 shown_values: "yes" required: true
    label { ru: "Чему" kk: "Неге" en: "What" }
    help { ru: "Словами самого человека." kk: "Адамның өз сөзімен." en: "In the person's own words." }
  }
  fields { number: 5 kind: OWN_DATE label { ru: "Может начать с" kk: "Қай күннен бастай алады" en: "Can begin on" } }
  fields {
    number: 6 kind: OWN_LONG_TEXT sensitivity: SPECIAL
    label { ru: "Чего нельзя по здоровью" kk: "Денсаулығына байланысты не істеуге болмайды" en: "What health does not allow" }
  }
}
)";

}  // namespace

OwnFormDefinition demo_own_form() {
  const auto set = casework::read_form_file(kForm);
  CHECK(set.is_ok());
  return set->forms(0);
}

void answer_own_form(google::protobuf::Message& message, int number) {
  constexpr const char* kSkills[] = {"sewing", "cooking", "building", "driving", "caring"};
  constexpr const char* kWishes[] = {"На парикмахера", "На сварщика", "Компьютеру", "Казахскому языку"};
  schema::FormData typed;
  typed.add("f1", kSkills[number % 5]);
  if (number % 2 == 0) typed.add("f1", kSkills[(number + 2) % 5]);
  typed.add("f2", std::to_string(1 + number % 7));
  typed.add("f3", number % 3 == 0 ? "no" : "yes");
  typed.add("f4", kWishes[number % 4]);
  if (number % 4 == 1) typed.add("f6", "Тяжести больше пяти килограммов");
  CHECK(schema::parse_form(typed, message).empty());
}

}  // namespace arasha::app
