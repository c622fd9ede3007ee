namespace SeCo.Aggregation.Segmenters.BuiltIn;

/// <summary>Disjoint sets of pixels that only ever merge (union by size, path halving).</summary>
internal sealed class DisjointSets
{
    private readonly int[] _parent; // of a root: minus its size

    /// <summary>Creates sets of one pixel each.</summary>
    public DisjointSets(int count)
    {
        _parent = new int[count];
        Array.Fill(_parent, -1);
    }

    /// <summary>The root of the set that holds an element.</summary>
    public int Find(int element)
    {
        while (_parent[element] >= 0)
        {
            int up = _parent[element];
            if (_parent[up] >= 0)
            {
                _parent[element] = _parent[up];
            }

            element = up;
        }

        return element;
    }

    /// <summary>The size of a root's set.</summary>
    public int Size(int root) => -_parent[root];

    /// <summary>Merges the sets of two different roots and returns the root of both.</summary>
    public int Union(int a, int b)
    {
        if (_parent[a] > _parent[b] || (_parent[a] == _parent[b] && a > b))
        {
            (a, b) = (b, a);
        }

        _parent[a] += _parent[b];
        _parent[b] = a;
        return a;
    }

    /// <summary>Numbers the sets 0…n-1 by their first element and returns each element's number.</summary>
    public int[] Number(out int count)
    {
        int[] numbers = new int[_parent.Length];
        int[] ofRoot = new int[_parent.Length];
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
