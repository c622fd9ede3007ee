using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace SeCo.Testing;

/// <summary>Pins a library's public API: every public and protected member, a line each, sorted, compared with a file beside the tests.</summary>
public static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(char)] = "char",
    };

    /// <summary>Fails where the library's API differs from <c>tests/PROJECT/PublicApi.txt</c>;
    /// with <c>SECO_UPDATE_API=1</c> rewrites the file instead.</summary>
    /// <param name="library">The library.</param>
    /// <param name="testProject">The folder below <c>tests</c> that holds the file.</param>
    public static void Check(Assembly library, string testProject)
    {
        string path = Path.Combine(SharedData.RepositoryRoot, "tests", testProject, "PublicApi.txt");
        string[] found = Describe(library);
        if (Environment.GetEnvironmentVariable("SECO_UPDATE_API") == "1")
        {
            File.WriteAllText(path, string.Join('\n', found) + "\n");
        }

        string[] pinned = File.Exists(path) ? File.ReadAllLines(path) : [];
        string[] changes = [.. pinned.Except(found).Select(line => "- " + line), .. found.Except(pinned).Select(line => "+ " + line)];
        Assert.True(
            changes.Length == 0,
            $"The public API of {library.GetName().Name} has changed. Where that is meant, run its tests with SECO_UPDATE_API=1 and commit "
                + $"PublicApi.txt.\n{string.Join('\n', changes)}");
    }

    /// <summary>The lines of a library's public API.</summary>
    public static string[] Describe(Assembly library) =>
        [.. library.GetExportedTypes().SelectMany(type => Members(type).Prepend(Heading(type))).Order(StringComparer.Ordinal)];

    private static string Heading(Type type)
    {
        string kind = type.IsEnum
            ? "enum"
            : type.IsInterface ? "interface" : typeof(Delegate).IsAssignableFrom(type) ? "delegate" : type.IsValueType ? "struct" : "class";
        string how = kind != "class"
            ? string.Empty
            : type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : string.Empty;
        IEnumerable<string> bases = type.GetInterfaces().Where(i => i.IsPublic && !i.Name.StartsWith("IEquatable", StringComparison.Ordinal)).Select(Name)
            .Order(StringComparer.Ordinal);
        if (kind == "class" && type.BaseType is Type parent && parent != typeof(object))
        {
            bases = bases.Prepend(Name(parent));
        }

        return $"{Name(type, full: true)}: {how}{kind}{(type.IsEnum || !bases.Any() ? string.Empty : " is " + string.Join(", ", bases))}";
    }

    private static IEnumerable<string> Members(Type type) =>
        type.GetMembers(Declared).Where(m => !m.Name.Contains('<') && !m.IsDefined(typeof(CompilerGeneratedAttribute))).Select(Signature).OfType<string>()
            .Select(text => $"{Name(type, full: true)}.{text}");

    private static string? Signature(MemberInfo member) => member switch
    {
        FieldInfo { IsLiteral: true, DeclaringType.IsEnum: true } value =>
            $"{value.Name} = {Convert.ToString(value.GetRawConstantValue(), CultureInfo.InvariantCulture)}",
        FieldInfo field when IsVisible(field.Attributes) && !field.IsSpecialName =>
            $"{(field.IsLiteral ? "const " : Static(field.IsStatic))}{field.Name}: {Name(field.FieldType)}",
        PropertyInfo property => Property(property),
        EventInfo { AddMethod: MethodInfo add } raised when IsVisible(add) => $"{raised.Name}: event {Name(raised.EventHandlerType!)}",
        ConstructorInfo { IsStatic: false } constructor when IsVisible(constructor) => $"new{Parameters(constructor)}",
        MethodInfo method when IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) =>
            $"{Static(method.IsStatic)}{Inheritance(method)}{method.Name}{Generics(method.GetGenericArguments())}{Parameters(method)}: "
                + $"{Optional(method.ReturnParameter, method.ReturnType)}",
        _ => null,
    };

    private static string? Property(PropertyInfo property)
    {
        MethodInfo? get = property.GetMethod is MethodInfo reader && IsVisible(reader) ? reader : null;
        MethodInfo? set = property.SetMethod is MethodInfo writer && IsVisible(writer) ? writer : null;
        if ((get ?? set) is not MethodInfo either)
        {
            return null;
        }

        bool isInit = set?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        string accessors = $"{(get is null ? string.Empty : " get;")}{(set is null ? string.Empty : isInit ? " init;" : " set;")}";
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : string.Empty;
        string index = property.GetIndexParameters() is { Length: > 0 } keys ? $"[{string.Join(", ", keys.Select(Parameter))}]" : string.Empty;
        string nullable = !property.PropertyType.IsValueType && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable
            ? "?"
            : string.Empty;
        return $"{required}{Static(either.IsStatic)}{Inheritance(either)}{property.Name}{index}: {Name(property.PropertyType)}{nullable} {{{accessors} }}";
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static string Static(bool isStatic) => isStatic ? "static " : string.Empty;

    private static string Inheritance(MethodInfo method) =>
        method.DeclaringType!.IsInterface || !method.IsVirtual || method.IsFinal ? string.Empty
        : method.IsAbstract ? "abstract " : method.GetBaseDefinition() != method ? "override " : "virtual ";

    private static string Parameters(MethodBase method) => $"({string.Join(", ", method.GetParameters().Select(Parameter))})";

    private static string Parameter(ParameterInfo parameter)
    {
        string way = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : string.Empty;
        Type type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        string value = !parameter.HasDefaultValue
            ? string.Empty
            : parameter.DefaultValue is null ? " = default" : $" = {Default(parameter.DefaultValue, type)}";
        return $"{way}{Optional(parameter, type)} {parameter.Name}{value}";
    }

    private static string Default(object value, Type type) =>
        type.IsEnum
            ? Enum.ToObject(type, value).ToString()!
            : value is string text ? $"\"{text}\"" : value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string Optional(ParameterInfo parameter, Type type) =>
        !type.IsValueType && type != typeof(void) && new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.Nullable
            ? Name(type) + "?"
            : Name(type);

    private static string Generics(Type[] arguments) => arguments.Length == 0 ? string.Empty : $"<{string.Join(", ", arguments.Select(Name))}>";

    private static string Name(Type type) => Name(type, full: false);

    private static string Name(Type type, bool full)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (Nullable.GetUnderlyingType(type) is Type value)
        {
            return Name(value) + "?";
        }

        string owner = type.IsGenericParameter
            ? string.Empty
            : type.IsNested ? Name(type.DeclaringType!, full) + "." : full ? type.Namespace + "." : string.Empty;
        return owner + type.Name.Split('`')[0] + Generics(type.GetGenericArguments());
    }
}
