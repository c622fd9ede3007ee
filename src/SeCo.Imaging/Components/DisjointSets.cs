namespace SeCo.Imaging.Components;

/// <summary>Sets of numbers 0…n-1 that only ever merge: union by size, path halving.</summary>
public sealed class DisjointSets
{
    private int[] _parents; // of a root: minus its size

    /// <summary>Creates sets of one element each.</summary>
    /// <param name="count">How many; more come with <see cref="Add"/>.</param>
    public DisjointSets(int count = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _parents = new int[Math.Max(count, 16)];
        Array.Fill(_parents, -1, 0, count);
        Count = count;
    }

    /// <summary>Elements.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an element as a set of its own, and returns its number.</summary>
    public int Add()
    {
        if (Count == _parents.Length)
        {
            Array.Resize(ref _parents, 2 * Count);
        }

        _parents[Count] = -1;
        return Count++;
    }

    /// <summary>The root of the set that holds an element.</summary>
    public int Find(int element)
    {
        while (_parents[element] >= 0)
        {
            int up = _parents[element];
            if (_parents[up] >= 0)
            {
                _parents[element] = _parents[up];
            }

            element = up;
        }

        return element;
    }

    /// <summary>The size of a root's set.</summary>
    public int Size(int root) => -_parents[root];

    /// <summary>Merges the sets of two roots, and returns the root of both.</summary>
    public int Union(int a, int b)
    {
        if (a == b)
        {
            return a;
        }

        if (_parents[a] > _parents[b] || (_parents[a] == _parents[b] && a > b))
        {
            (a, b) = (b, a);
        }

        _parents[a] += _parents[b];
        _parents[b] = a;
        return a;
    }

    /// <summary>Numbers the sets from 0 by their first element.</summary>
    /// <param name="count">How many sets there are.</param>
    /// <returns>The number of each element's set.</returns>
    public int[] Number(out int count)
    {
        int[] numbers = new int[Count];
        int[] ofRoot = new int[Count];
        Array.Fill(ofRoot, -1);
        count = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            int root = Find(i);
            if (ofRoot[root] < 0)
            {
                ofRoot[root] = count++;
            }

            numbers[i] = ofRoot[root];
        }

        return numbers;
    }
}
