using System.Numerics;
using System.Text;

namespace SeCo;

/// <summary>The one source of randomness: seeded, forkable by name, and with a state that can be saved and restored.</summary>
/// <remarks>xoshiro256** (Blackman and Vigna, 2018), its four words filled by splitmix64. libtorch's own generator is never used, so a run that resumes from
/// a checkpoint continues exactly. An instance belongs to one thread.</remarks>
public sealed class RandomSource
{
    private const int StateLength = 5;

    private readonly ulong _seed;
    private ulong _s0, _s1, _s2, _s3;

    /// <summary>Creates a source at the beginning of the sequence that belongs to a seed.</summary>
    public RandomSource(ulong seed)
    {
        _seed = seed;
        (_s0, _s1, _s2, _s3) = (SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed));
    }

    /// <summary>Five words: the generator's four, then the seed from which <see cref="Fork"/> derives. Setting it rewinds or advances the source.</summary>
    /// <exception cref="ArgumentException">The value is not five words, belongs to another seed, or its generator words are all zero.</exception>
    public IReadOnlyList<ulong> State
    {
        get => [_s0, _s1, _s2, _s3, _seed];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            ulong[] words = [.. value];
            if (words.Length != StateLength)
            {
                throw new ArgumentException($"The state of a random source is {StateLength} words; found {words.Length}.", nameof(value));
            }

            if ((words[0] | words[1] | words[2] | words[3]) == 0)
            {
                throw new ArgumentException("The generator words of a random source cannot all be zero.", nameof(value));
            }

            if (words[4] != _seed)
            {
                throw new ArgumentException(
                    $"The state belongs to seed {words[4]}, this source to seed {_seed}; create the source with the same seed.", nameof(value));
            }

            (_s0, _s1, _s2, _s3) = (words[0], words[1], words[2], words[3]);
        }
    }

    /// <summary>An independent source for a named purpose. It depends on the seed and the name only, not on how far this source has advanced.</summary>
    public RandomSource Fork(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ulong hash = 14695981039346656037; // FNV-1a, 64 bits
        foreach (byte b in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ b) * 1099511628211;
        }

        ulong mixed = _seed;
        return new RandomSource(SplitMix(ref mixed) ^ SplitMix(ref hash));
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number in [low, high).</summary>
    public double NextDouble(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>A whole number in 0…count-1, each equally likely.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        // Lemire (2019): the high half of a product is uniform once the few biased low halves are rejected.
        ulong product = (NextUInt64() >> 32) * (ulong)count;
        uint low = (uint)product;
        if (low < (uint)count)
        {
            uint threshold = (uint)(-count) % (uint)count;
            while (low < threshold)
            {
                product = (NextUInt64() >> 32) * (ulong)count;
                low = (uint)product;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>True with the given probability.</summary>
    public bool NextBool(double probability = 0.5) => NextDouble() < probability;

    /// <summary>A normal number with mean 0 and variance 1. Two uniform numbers are used for each, so the state needs no spare.</summary>
    public double NextGaussian()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Puts the items into a random order, each order equally likely (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
