#include "app/demo_person.h"

#include <string>

#include "app/demo_names.h"

namespace arasha::app {
// A centre in Almaty: three of four are men in forced labour, most of them from Uzbekistan and Kyrgyzstan.
DemoPerson demo_person(std::mt19937& random) {
  DemoPerson out;
  const unsigned kind = static_cast<unsigned>(random() % 100);
  if (kind < 34) out.kind = DemoKind::building;
  else if (kind < 58) out.kind = DemoKind::farm;
  else if (kind < 68) out.kind = DemoKind::factory;
  else if (kind < 78) out.kind = DemoKind::services;
  else if (kind < 83) out.kind = DemoKind::household;
  else if (kind < 93) out.kind = DemoKind::sexual;
  else out.kind = DemoKind::begging;
  const bool rarely = chance(random, 8);
  out.woman = out.kind == DemoKind::sexual || (out.kind == DemoKind::household && !rarely) || (out.kind == DemoKind::services && chance(random, 55)) ||
              (out.kind == DemoKind::begging && chance(random, 50)) || (out.kind == DemoKind::farm && rarely);
  out.minor = chance(random, out.kind == DemoKind::begging ? 70 : out.kind == DemoKind::sexual ? 20 : 3);
  const unsigned home = static_cast<unsigned>(random() % 100);
  if (home < 46) return out;
  if (home < 66) { out.language = "ky"; out.citizenship = "KG"; }
  else if (home < 88) { out.language = chance(random, 80) ? "kk" : "ru"; out.citizenship = "KZ"; }
  else if (home < 95) { out.language = "tg"; out.citizenship = "TJ"; }
  else { out.language = "ru"; out.citizenship = "RU"; }
  return out;
}

void demo_age(std::mt19937& random, const DemoPerson& person, Date begin, Identity& out) {
  const int years = person.minor ? number_between(random, 7, 17) : number_between(random, 19, 52);
  const auto month = std::chrono::month(static_cast<unsigned>(number_between(random, 1, 12)));
  const Date birth{begin.year() - std::chrono::years(years), month, std::chrono::day(static_cast<unsigned>(number_between(random, 1, 28)))};
  if (chance(random, 72)) return out.set_birth_date(to_iso(birth));
  if (person.minor) return out.set_age_band("9--17");
  out.set_age_band(years < 21 ? "18--20" : years < 24 ? "21--23" : years < 27 ? "24--26" : years < 30 ? "27--29" : years < 39 ? "30--38" : years < 48 ? "39--47" : "48+");
}

void demo_document(std::mt19937& random, const DemoPerson& person, Date day, Identity& out) {
  static constexpr const char* kSeries[] = {"AA", "AB", "AC", "N", "ID"};
  const unsigned kind = static_cast<unsigned>(random() % 100);
  if (kind < 45) return out.set_document_kind("held_by_others");
  if (kind < 55) return out.set_document_kind("none");
  out.set_document_kind(person.minor ? "birth_certificate" : "passport");
  std::string digits;
  while (digits.size() < 7) digits += static_cast<char>('0' + random() % 10);
  out.set_document_number(pick(random, kSeries) + digits);
  if (!person.minor) out.set_document_expiry(to_iso(Date(std::chrono::sys_days(day) + std::chrono::days(number_between(random, -200, 2000)))));
}

}  // namespace arasha::app
