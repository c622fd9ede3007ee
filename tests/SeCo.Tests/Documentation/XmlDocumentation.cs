using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SeCo.Configuration;

namespace SeCo.Tests.Documentation;

/// <summary>Reads the XML documentation beside an assembly and gives it as Markdown,
/// with properties and option records under their configuration keys.</summary>
internal sealed partial class XmlDocumentation
{
    private readonly Dictionary<string, XElement> _members;
    private readonly Assembly _assembly;
    private readonly IReadOnlyDictionary<Type, string> _sections;

    /// <summary>Reads the documentation.</summary>
    /// <param name="assembly">The assembly; its XML file lies beside it.</param>
    /// <param name="sections">The configuration key of each option record.</param>
    public XmlDocumentation(Assembly assembly, IReadOnlyDictionary<Type, string> sections)
    {
        _assembly = assembly;
        _sections = sections;
        XDocument document = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
        _members = document.Descendants("member").ToDictionary(m => m.Attribute("name")!.Value, StringComparer.Ordinal);
    }

    public string Of(Type type) => Text("T:" + type.FullName);

    public string Of(PropertyInfo property) => Text($"P:{property.DeclaringType!.FullName}.{property.Name}");

    public string Of(FieldInfo field) => Text($"F:{field.DeclaringType!.FullName}.{field.Name}");

    private string Text(string member)
    {
        if (!_members.TryGetValue(member, out XElement? element))
        {
            throw new InvalidOperationException($"{member} has no XML documentation.");
        }

        StringBuilder text = new();
        foreach (string part in new[] { "summary", "remarks" })
        {
            foreach (XNode node in element.Element(part)?.Nodes() ?? [])
            {
                text.Append(Inline(node));
            }

            text.Append(' ');
        }

        return Blanks().Replace(text.ToString(), " ").Trim();
    }

    private string Inline(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{Key(see.Attribute("cref")!.Value)}`",
        XElement { Name.LocalName: "paramref" } name => $"`{name.Attribute("name")!.Value}`",
        XElement other => string.Concat(other.Nodes().Select(Inline)),
        _ => string.Empty,
    };

    /// <summary>What a reader of configuration files calls the thing a <c>cref</c> points at.</summary>
    private string Key(string reference)
    {
        string name = reference[2..].Split('(')[0];
        if (reference[0] == 'T' && _assembly.GetType(name) is Type type && _sections.TryGetValue(type, out string? section))
        {
            return section;
        }

        int dot = name.LastIndexOf('.');
        Type? owner = _assembly.GetType(name[..dot]);
        MemberInfo? member = reference[0] switch
        {
            'P' => owner?.GetProperty(name[(dot + 1)..]),
            'F' => owner?.GetField(name[(dot + 1)..]),
            _ => null,
        };
        return member is null ? name[(dot + 1)..] : OptionsBinder.KeyOf(member);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
