using SeCo.Torch.Nn;

namespace SeCo.Models;

/// <summary>Modules that do nothing but give others a dotted name, so that a part can stand under <c>a.b.c</c>.</summary>
internal sealed class NamedParts : Module
{
    private NamedParts()
    {
    }

    /// <summary>Registers modules under dotted names; those that begin with the same part share a level.</summary>
    /// <param name="parts">Names and modules, in order. An empty name puts the module's own parts in its place.</param>
    /// <param name="register">Makes a module a part of another.</param>
    public static void Register(IEnumerable<(string Name, Module Part)> parts, Action<string, Module> register)
    {
        foreach (IGrouping<string, (string Name, Module Part)> level in parts.GroupBy(p => p.Name.Split('.')[0]))
        {
            if (level.Key.Length == 0)
            {
                foreach ((string name, Module part) in level.SelectMany(p => p.Part.Parts))
                {
                    register(name, part);
                }
            }
            else if (level.First() is var (first, only) && first == level.Key)
            {
                register(level.Key, only);
            }
            else
            {
                NamedParts inner = new();
                Register(level.Select(p => (p.Name[(level.Key.Length + 1)..], p.Part)), (name, part) => inner.Part(name, part));
                register(level.Key, inner);
            }
        }
    }
}
