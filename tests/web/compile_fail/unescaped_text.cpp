#include "web/html.h"

std::string typed();

arasha::web::Html page() {
#ifdef MUST_NOT_COMPILE
  return arasha::web::Html::raw(typed().c_str());
#else
  return arasha::web::Html::text(typed());
#endif
}
