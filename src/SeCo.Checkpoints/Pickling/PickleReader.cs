namespace SeCo.Checkpoints.Pickling;

/// <summary>Reads a pickle into plain values: null, bool, long, <see cref="BigInteger"/>, double, string, byte[], <see cref="List{T}"/>,
/// <see cref="PickleTuple"/>, <see cref="PickleMapping"/> and what <see cref="IPickleObjects"/> allows. Everything else is refused by name.</summary>
/// <remarks>A loop without recursion over a bounded stack; no type is looked up, nothing is invoked, so a hostile pickle can at most be refused.</remarks>
internal sealed class PickleReader(PickleInput input, IPickleObjects objects)
{
    private const string WayOut = ". A checkpoint may hold only tensors, dictionaries, lists, tuples, strings and numbers; "
        + "in Python, save the weights alone: torch.save(model.state_dict(), path)";

    private readonly PickleStack _stack = new(input);

    /// <summary>Reads up to the pickle's end.</summary>
    public object? Read()
    {
        PickleOpcode opcode = (PickleOpcode)input.ReadByte();
        while (opcode != PickleOpcode.Stop)
        {
            Execute(opcode);
            opcode = (PickleOpcode)input.ReadByte();
        }

        object? result = _stack.Pop();
        return _stack.Count == 0 ? result : throw input.Fault($"the pickle ends with {_stack.Count} values too many");
    }

    private void Execute(PickleOpcode opcode)
    {
        try
        {
            if (PickleLiterals.TryRead(input, opcode, out object? value))
            {
                _stack.Push(value);
            }
            else if (!TryCollect(opcode))
            {
                ExecuteObject(opcode);
            }
        }
        catch (PickleFaultException fault)
        {
            throw input.Fault(fault.Message);
        }
    }

    /// <summary>Stack, memory and containers.</summary>
    private bool TryCollect(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Mark: _stack.Mark(); break;
            case PickleOpcode.Pop: _stack.Drop(); break;
            case PickleOpcode.PopMark: _stack.PopToMark(); break;
            case PickleOpcode.Duplicate: _stack.Push(_stack.Peek()); break;
            case PickleOpcode.Put: _stack.Put(input.ReadByte()); break;
            case PickleOpcode.LongPut: _stack.Put(input.ReadUInt32()); break;
            case PickleOpcode.PutText: _stack.Put(PickleLiterals.ReadIndex(input)); break;
            case PickleOpcode.Memoize: _stack.Memoize(); break;
            case PickleOpcode.Get: _stack.Get(input.ReadByte()); break;
            case PickleOpcode.LongGet: _stack.Get(input.ReadUInt32()); break;
            case PickleOpcode.GetText: _stack.Get(PickleLiterals.ReadIndex(input)); break;
            case PickleOpcode.EmptyTuple: _stack.Push(new PickleTuple()); break;
            case PickleOpcode.Tuple1: _stack.Push(new PickleTuple(_stack.PopMany(1))); break;
            case PickleOpcode.Tuple2: _stack.Push(new PickleTuple(_stack.PopMany(2))); break;
            case PickleOpcode.Tuple3: _stack.Push(new PickleTuple(_stack.PopMany(3))); break;
            case PickleOpcode.Tuple: _stack.Push(new PickleTuple(_stack.PopToMark())); break;
            case PickleOpcode.EmptyList: _stack.Push(new List<object?>()); break;
            case PickleOpcode.List: _stack.Push(new List<object?>(_stack.PopToMark())); break;
            case PickleOpcode.Append: Append(_stack.PopMany(1)); break;
            case PickleOpcode.Appends: Append(_stack.PopToMark()); break;
            case PickleOpcode.EmptyDictionary: _stack.Push(new PickleMapping()); break;
            case PickleOpcode.SetItem: SetItems(_stack.PopMany(2)); break;
            case PickleOpcode.SetItems: SetItems(_stack.PopToMark()); break;
            case PickleOpcode.Dictionary:
                object?[] items = _stack.PopToMark();
                _stack.Push(new PickleMapping());
                SetItems(items);
                break;
            default: return false;
        }

        return true;
    }

    /// <summary>Names and the objects built from them, and the few instructions about the pickle itself.</summary>
    private void ExecuteObject(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Protocol:
                byte protocol = input.ReadByte();
                if (protocol > 5)
                {
                    throw input.Fault($"the pickle is of protocol {protocol}, expected 0 to 5");
                }

                break;
            case PickleOpcode.Frame:
                input.ReadUInt64(); // An advice on buffering; the values inside carry their own lengths.
                break;
            case PickleOpcode.Global:
                string module = PickleLiterals.ReadLine(input);
                PushGlobal(module, PickleLiterals.ReadLine(input));
                break;
            case PickleOpcode.StackGlobal:
                object?[] names = _stack.PopMany(2);
                PushGlobal(names[0] as string ?? "?", names[1] as string ?? "?");
                break;
            case PickleOpcode.Reduce:
                Call(_stack.PopMany(2));
                break;
            case PickleOpcode.Persistent:
                _stack.Push(objects.Resolve(_stack.Pop()));
                break;
            case PickleOpcode.Build:
                Build(_stack.Pop());
                break;
            case PickleOpcode.Instance:
                string instanceModule = PickleLiterals.ReadLine(input);
                throw Refusal($"{instanceModule}.{PickleLiterals.ReadLine(input)}");
            case PickleOpcode.Object:
                throw Refusal(NameOf(_stack.PopToMark().FirstOrDefault()));
            case PickleOpcode.NewObject:
                throw Refusal(NameOf(_stack.PopMany(2)[0]));
            case PickleOpcode.NewObjectEx:
                throw Refusal(NameOf(_stack.PopMany(3)[0]));
            default:
                throw Enum.IsDefined(opcode) ? Refusal($"pickle instruction {opcode}") : input.Fault($"0x{(byte)opcode:x2} is no pickle instruction");
        }
    }

    private void PushGlobal(string module, string name) => _stack.Push(objects.Find(module, name) ?? throw Refusal($"{module}.{name}"));

    private void Call(object?[] callableAndArguments)
    {
        if (callableAndArguments is not [PickleGlobal callable, PickleTuple arguments])
        {
            throw Refusal(NameOf(callableAndArguments[0]));
        }

        // A dictionary made of a list copies it, and may do so again and again.
        _stack.Charge(arguments is [IReadOnlyList<object?> items] ? items.Count : 0);
        _stack.Push(objects.Call(callable, arguments));
    }

    /// <summary>The state of a dictionary (the <c>_metadata</c> of a state dictionary) says nothing about weights and is dropped.</summary>
    private void Build(object? state)
    {
        bool isDictionary = _stack.Peek() is PickleMapping && state is (PickleMapping or PickleTuple or null);
        if (!isDictionary && !objects.MayHaveState(_stack.Peek(), state))
        {
            throw Refusal($"state of {NameOf(_stack.Peek())}");
        }
    }

    private void Append(object?[] values)
    {
        if (_stack.Peek() is not List<object?> list)
        {
            throw input.Fault($"the pickle appends to {NameOf(_stack.Peek())}, expected a list");
        }

        list.AddRange(values);
    }

    private void SetItems(object?[] items)
    {
        if (_stack.Peek() is not PickleMapping dictionary || items.Length % 2 != 0)
        {
            throw input.Fault($"the pickle sets {items.Length} keys and values on {NameOf(_stack.Peek())}, expected pairs and a dictionary");
        }

        for (int i = 0; i < items.Length; i += 2)
        {
            if (!dictionary.TrySet(items[i], items[i + 1]))
            {
                throw input.Fault($"a dictionary key is {NameOf(items[i])}, expected a string, number, boolean or tuple");
            }
        }
    }

    private CheckpointException Refusal(string name) => input.Fault($"refuses to build '{Printable.Short(name)}'", WayOut);

    private static string NameOf(object? value) => value switch
    {
        null => "None",
        PickleGlobal global => global.FullName,
        string text => $"the string '{Printable.Short(text)}'",
        List<object?> => "a list",
        PickleTuple => "a tuple",
        PickleMapping => "a dictionary",
        bool or long or double or BigInteger => "a number",
        _ => $"a {value.GetType().Name}",
    };
}

/// <summary>The working stack and the memory (memo) of a pickle, both bounded.</summary>
internal sealed class PickleStack(PickleInput input)
{
    /// <summary>Values pushed over a whole pickle; a state dictionary needs about fifty a tensor.</summary>
    public const int MaxPushes = 8_000_000;

    // What a value costs in memory, with its place on the stack and in a collection.
    private const int ValueBytes = 128;

    private readonly List<object?> _values = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private readonly ReadBudget _budget = input.Budget();
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

        Charge(1);
        _values.Add(value);
    }

    /// <summary>Counts values that are built, of which the whole pickle may have as many as its file has memory for.</summary>
    public void Charge(int values) => _budget.Hold((long)values * ValueBytes, "the values of the pickle up to here");

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
        int before = _memo.Count;
        _memo[index] = Peek();
        Charge(_memo.Count - before);
    }

    /// <summary>Remembers the top value under the next number.</summary>
    public void Memoize() => Put((uint)_memo.Count);

    public void Get(uint index) =>
        Push(_memo.TryGetValue(index, out object? value) ? value : throw input.Fault($"the pickle recalls value {index}, which it never stored"));
}
