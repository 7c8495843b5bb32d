/* Fixed-width C API. Every function returns 0 or an error code of its library; communicators travel as Fortran handles. */
#ifndef MS_H
#define MS_H
#include <stdint.h>
#define MS_API __attribute__((visibility("default")))
#endif
