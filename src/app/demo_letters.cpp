#include "app/demo_letters.h"

#include "paper/letterhead.h"

namespace arasha::app {

std::vector<std::pair<std::string, std::string>> demo_letterheads() {
  using paper::letterhead_setting;
  return {{letterhead_setting(Language::ru, false), "Общественный фонд «Қамқор»\nг. Алматы, ул. Примерная, 1, офис 5\nТелефон: +7 700 000 00 00"},
          {letterhead_setting(Language::kk, false), "«Қамқор» қоғамдық қоры\nАлматы қ., Үлгі көшесі, 1, 5-кеңсе\nТелефон: +7 700 000 00 00"},
          {letterhead_setting(Language::en, false), "Qamqor Public Foundation\n1 Example Street, office 5, Almaty\nTelephone: +7 700 000 00 00"},
          {letterhead_setting(Language::ru, true), "Отдел социальных услуг\nг. Алматы, а/я 100"},
          {letterhead_setting(Language::kk, true), "Әлеуметтік қызметтер бөлімі\nАлматы қ., 100-абоненттік жәшік"},
          {letterhead_setting(Language::en, true), "Social services office\nP.O. box 100, Almaty"}};
}

std::shared_ptr<PaperMade> demo_plan_paper(Date day) {
  auto out = std::make_shared<PaperMade>();
  out->set_kind("plan");
  out->set_language("ru");
  out->set_date(to_iso(day));
  return out;
}

}  // namespace arasha::app
