using System.Runtime.InteropServices;

namespace SeCo.Checkpoints.Pickling;

/// <summary>The working stack and the memory (memo) of a pickle, both bounded.</summary>
internal sealed class PickleStack(PickleInput input)
{
    /// <summary>Values pushed over a whole pickle; a state dictionary needs about fifty a tensor.</summary>
    public const int MaxPushes = 8_000_000;

    private readonly List<object?> _values = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private int _pushes;

    public int Count => _values.Count;

    /// <summary>Values above the innermost mark.</summary>
    private int Reachable => _values.Count - (_marks.Count > 0 ? _marks[^1] : 0);

    public void Push(object? value)
    {
        if (++_pushes > MaxPushes)
        {
            throw input.Fault($"the pickle builds more than {MaxPushes} values, which no state dictionary needs");
        }

        _values.Add(value);
    }

    public object? Pop()
    {
        object? value = Peek();
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    public object? Peek() => Reachable > 0 ? _values[^1] : throw input.Fault("the pickle takes a value from an empty stack");

    public void Mark()
    {
        if (++_pushes > MaxPushes)
        {
            throw input.Fault($"the pickle sets more than {MaxPushes} marks");
        }

        _marks.Add(_values.Count);
    }

    /// <summary>Drops the top value, or the mark where that is on top.</summary>
    public void Drop()
    {
        if (Reachable == 0 && _marks.Count > 0)
        {
            _marks.RemoveAt(_marks.Count - 1);
        }
        else
        {
            Pop();
        }
    }

    /// <summary>Takes all values above the innermost mark, and the mark.</summary>
    public object?[] PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw input.Fault("the pickle collects values without a mark");
        }

        object?[] values = PopMany(Reachable);
        _marks.RemoveAt(_marks.Count - 1);
        return values;
    }

    public object?[] PopMany(int count)
    {
        if (count > Reachable)
        {
            throw input.Fault($"the pickle takes {count} values from a stack of {Reachable}");
        }

        object?[] values = CollectionsMarshal.AsSpan(_values)[^count..].ToArray();
        _values.RemoveRange(_values.Count - count, count);
        return values;
    }

    /// <summary>Remembers the top value under a number.</summary>
    public void Put(uint index)
    {
        _memo[index] = Peek();
        if (_memo.Count > MaxPushes)
        {
            throw input.Fault($"the pickle remembers more than {MaxPushes} values");
        }
    }

    /// <summary>Remembers the top value under the next number.</summary>
    public void Memoize() => Put((uint)_memo.Count);

    /// <summary>Pushes a remembered value.</summary>
    public void Get(uint index) =>
        Push(_memo.TryGetValue(index, out object? value) ? value : throw input.Fault($"the pickle recalls value {index}, which it never stored"));
}
