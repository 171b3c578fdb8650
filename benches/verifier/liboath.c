/* The loop that liboath's users write: one call a key, each looks at 11 steps.
   Arguments: keys, rounds. Prints the codes computed a second of processor time, the best round. */
#include <liboath/oath.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static unsigned long long state = 88172645463325252ULL;

static unsigned char drawn(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned char)(state >> 32);
}

int main(int count, char **words)
{
    long keys = count > 1 ? atol(words[1]) : 20000, rounds = count > 2 ? atol(words[2]) : 3, found = 0;
    double best = 0;
    unsigned char *seeds = malloc(keys * 20);
    if (!seeds || oath_init() != OATH_OK)
        return 1;
    for (long i = 0; i < keys * 20; i++)
        seeds[i] = drawn();
    for (long round = 0; round < rounds; round++) {
        clock_t began = clock();
        for (long key = 0; key < keys; key++)
            found += oath_totp_validate((char *)seeds + key * 20, 20, 1795192933, 60, 0, 5, "032848") >= 0;
        double seconds = (double)(clock() - began) / CLOCKS_PER_SEC;
        double speed = keys * 11.0 / seconds;
        if (speed > best)
            best = speed;
    }
    printf("%.0f %ld\n", best, found);
    return 0;
}
